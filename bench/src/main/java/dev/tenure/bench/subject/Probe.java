package dev.tenure.bench.subject;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/** What the jobs of a bench do: nothing but count themselves, and how late they began. */
final class Probe {

  private static final int MOST = 2_000_000;

  private static final LongAdder ran = new LongAdder();
  private static volatile int[] late = {};
  private static final AtomicInteger noted = new AtomicInteger();

  private Probe() {}

  static long count() {
    return ran.sum();
  }

  static void run() {
    ran.increment();
  }

  /** A run that goes on until its process is killed. */
  static void hang() throws InterruptedException {
    ran.increment();
    TimeUnit.HOURS.sleep(1);
  }

  /** A run of a slot begins now. */
  static void run(Instant slot) {
    ran.increment();
    int[] micros = late;
    if (micros.length > 0) {
      long delay = ChronoUnit.MICROS.between(slot, Instant.now());
      int place = noted.getAndIncrement();
      if (place < micros.length) {
        micros[place] = (int) Math.min(Integer.MAX_VALUE, Math.max(Integer.MIN_VALUE, delay));
      }
    }
  }

  /** Delays are noted from now on. */
  static void listen() {
    noted.set(0);
    late = new int[MOST];
  }

  /** No more; the delays in microseconds. */
  static String heard() {
    int[] micros = late;
    late = new int[0];
    return Arrays.stream(micros)
        .limit(Math.min(micros.length, noted.get()))
        .mapToObj(Integer::toString)
        .collect(Collectors.joining(" "));
  }
}
