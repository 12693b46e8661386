package dev.tenure.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries code with a bounded number of inputs that nobody would write. Each trial has a seed of its
 * own, which a failure names, so that it can be had again alone with {@code -Dtenure.fuzz.seed=N
 * -Dtenure.fuzz.count=1}. A long run by hand: {@code -Dtenure.fuzz.count=500000}.
 */
public final class Fuzz {

  private static final Logger log = LoggerFactory.getLogger(Fuzz.class);

  /** Less than the JVM gives a thread by default, so that what passes here has some to spare. */
  private static final long STACK_BYTES = 512 << 10;

  private static final long HANGS_AFTER_MILLIS = 30_000;

  /** One input: makes it from the random numbers, and throws when the code does not bear it. */
  @FunctionalInterface
  public interface Trial {
    void run(Random random) throws Exception;
  }

  private Fuzz() {}

  /**
   * Runs the trials; throws {@link AssertionError} with the seed of the first one that throws
   * anything at all or does not end within half a minute.
   *
   * @param what the name in messages
   * @param count how many, unless {@code tenure.fuzz.count} says otherwise
   */
  public static void run(String what, int count, Trial trial) {
    long first = Long.getLong("tenure.fuzz.seed", 1);
    long end = first + Integer.getInteger("tenure.fuzz.count", count);
    AtomicLong seed = new AtomicLong(first);
    Throwable[] failed = new Throwable[1];
    Thread worker =
        new Thread(null, () -> failed[0] = runAll(seed, end, trial), "fuzz", STACK_BYTES);
    worker.setDaemon(true);
    long begun = System.nanoTime();
    worker.start();
    awaitEnd(worker, seed, what);
    long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun);
    log.info("{}: {} inputs from seed {} on, {} s", what, seed.get() - first, first, seconds);
    if (failed[0] != null) {
      throw new AssertionError(again(what, seed.get()), failed[0]);
    }
  }

  private static @Nullable Throwable runAll(AtomicLong seed, long end, Trial trial) {
    for (; seed.get() < end; seed.incrementAndGet()) {
      try {
        trial.run(new Random(seed.get()));
      } catch (Throwable e) { // an Error, such as a stack that overflows, is what is looked for
        return e;
      }
    }
    return null;
  }

  private static void awaitEnd(Thread worker, AtomicLong seed, String what) {
    long at = seed.get();
    long since = System.nanoTime();
    while (worker.isAlive()) {
      try {
        worker.join(100);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError(again(what, seed.get()), e);
      }
      if (seed.get() != at) {
        at = seed.get();
        since = System.nanoTime();
      } else if (System.nanoTime() - since > TimeUnit.MILLISECONDS.toNanos(HANGS_AFTER_MILLIS)) {
        AssertionError hangs = new AssertionError("hangs; " + again(what, at));
        hangs.setStackTrace(worker.getStackTrace());
        throw hangs;
      }
    }
  }

  private static String again(String what, long seed) {
    return what + ": again with -Dtenure.fuzz.seed=" + seed + " -Dtenure.fuzz.count=1";
  }

  /** One of them. */
  @SafeVarargs
  public static <T> T one(Random random, T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  /** One of them. */
  public static <T> T one(Random random, List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  /** The bytes with one to eight of them, or stretches of them, changed, lost, moved or doubled. */
  public static byte[] mutated(Random random, byte[] original) {
    byte[] bytes = original;
    for (int left = 1 + random.nextInt(8); left > 0; left--) {
      int at = random.nextInt(bytes.length + 1);
      int length = Math.min(1 + (int) Math.pow(2, random.nextInt(8)), bytes.length - at);
      byte[] piece = Arrays.copyOfRange(bytes, at, at + length);
      bytes =
          switch (random.nextInt(7)) {
            case 0 -> bytes.length == 0 ? bytes : flipped(random, bytes);
            case 1 -> joined(bytes, 0, at, random(random, random.nextInt(9)), at);
            case 2 -> joined(bytes, 0, at, new byte[0], at + length);
            case 3 -> joined(bytes, 0, at, piece, at);
            case 4 -> joined(bytes, 0, at, piece, random.nextInt(bytes.length + 1));
            case 5 -> random.nextInt(4) == 0 ? Arrays.copyOf(bytes, at) : bytes;
            default -> joined(bytes, 0, at, OddJson.text(random).getBytes(UTF_8), at + length / 2);
          };
    }
    return bytes;
  }

  /** Random bytes. */
  public static byte[] random(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] flipped(Random random, byte[] bytes) {
    byte[] copy = bytes.clone();
    copy[random.nextInt(copy.length)] ^= (byte) (1 << random.nextInt(8));
    return copy;
  }

  private static byte[] joined(byte[] bytes, int from, int to, byte[] middle, int rest) {
    byte[] head = Arrays.copyOfRange(bytes, from, to);
    byte[] all = Arrays.copyOf(head, head.length + middle.length + bytes.length - rest);
    System.arraycopy(middle, 0, all, head.length, middle.length);
    System.arraycopy(bytes, rest, all, head.length + middle.length, bytes.length - rest);
    return all;
  }
}
