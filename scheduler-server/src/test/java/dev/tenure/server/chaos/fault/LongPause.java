package dev.tenure.server.chaos.fault;

import dev.tenure.server.cli.Launched;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The JVM of a leader stands still at a safepoint, as in a long garbage collection: it dumps its
 * heap into a pipe that nobody reads. No signal is involved: all its threads stop, the kernel goes
 * on accepting connections for it.
 */
final class LongPause implements Fault {

  private final Catalogue catalogue;
  private final Planned planned;
  private @Nullable Process dump;
  private @Nullable Path pipe;
  private @Nullable RandomAccessFile plug;

  LongPause(Catalogue catalogue, Planned planned) {
    this.catalogue = catalogue;
    this.planned = planned;
  }

  @Override
  public Effect begin() throws Exception {
    ChaosNode node = catalogue.leader();
    Launched process = node.process().orElseThrow(() -> new NotInjected(node.name() + " is down"));
    Path fifo = Files.createTempDirectory(node.folder(), "pause").resolve("pipe");
    pipe = fifo;
    run("mkfifo", fifo.toString());
    // Open on both sides, so that neither the JVM nor we wait for the other one to open it.
    plug = new RandomAccessFile(fifo.toFile(), "rw");
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    dump =
        new ProcessBuilder(
                jcmd, Long.toString(process.pid()), "GC.heap_dump", "-overwrite", fifo.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    boolean silent = false;
    for (int tries = 0; tries < 20 && !silent; tries++) {
      Thread.sleep(100);
      silent = !NodeProbe.answers(node);
    }
    char state = Signals.state(process.pid());
    return new Effect(
        node.name(),
        "stands still for " + planned.lasts().toMillis() + " ms",
        silent && "RSD".indexOf(state) >= 0,
        "it gives no answer within 1 s and is in state " + state);
  }

  @Override
  public Effect end(Effect begun) throws Exception {
    if (pipe == null || plug == null) {
      return begun;
    }
    Process reader =
        new ProcessBuilder("cat", pipe.toString())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      boolean whole = dump == null || dump.waitFor(60, TimeUnit.SECONDS);
      return begun.and(whole, whole ? "it goes on" : "the dump does not end");
    } finally {
      if (dump != null) {
        dump.destroyForcibly();
      }
      reader.destroyForcibly();
      plug.close();
      Files.deleteIfExists(pipe);
      Files.deleteIfExists(pipe.getParent());
    }
  }

  private static void run(String... command) throws IOException, InterruptedException {
    if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
      throw new IOException(String.join(" ", command) + " failed");
    }
  }
}
