package dev.tenure.bench;

import dev.tenure.bench.process.LocalPostgres;
import dev.tenure.etcd.EtcdStore;
import dev.tenure.etcd.LocalEtcd;
import dev.tenure.store.Commit;
import dev.tenure.store.CommitResult;
import dev.tenure.store.Entry;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** What no scheduler on this machine can be better than: the disk and the stores alone. */
final class Limits implements Bench {

  private static final int TIMES = 300;
  private static final int PACKED = 100;
  private static final int IN_FLIGHT = 16;
  private static final int RATE_SECONDS = 5;

  @Override
  public String name() {
    return "limits";
  }

  @Override
  public String what() {
    return "the disk's flush, one fenced transaction, etcd's own rate of packed puts";
  }

  private interface Step {
    void run(int number) throws Exception;
  }

  @Override
  public void run(BenchContext context) throws Exception {
    Report report = context.report();
    report.add(Result.of(name(), "flush of 4 kB to disk").with(flush(context)));
    for (int members : List.of(1, 3)) {
      try (LocalEtcd etcd = Tenure.etcd(members);
          EtcdStore store = EtcdReader.open(etcd.endpoints())) {
        Commit.CreatedAt fence = fence(store);
        report.add(
            Result.of(name(), "fenced transaction, etcd of " + members)
                .with(timed(number -> commit(store, fence, number))));
        report.add(
            Result.of(name(), "puts by " + PACKED + ", etcd of " + members)
                .with("puts/s", rate(store, fence)));
      }
    }
    try (LocalPostgres postgres = LocalPostgres.start();
        Connection connection = postgres.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("create table one (n int)");
      report.add(
          Result.of(name(), "commit of a row, PostgreSQL")
              .with(timed(n -> statement.executeUpdate("insert into one values (" + n + ")"))));
    }
  }

  private static Map<String, Object> timed(Step step) throws Exception {
    List<Long> micros = new ArrayList<>();
    for (int i = -TIMES; i < TIMES; i++) {
      long begun = System.nanoTime();
      step.run(i);
      if (i >= 0) {
        micros.add((System.nanoTime() - begun) / 1000);
      }
    }
    return new Spread(micros).millis("took");
  }

  private static Map<String, Object> flush(BenchContext context) throws Exception {
    Path file = context.part("flush").resolve("file");
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      return timed(
          number -> {
            channel.write(ByteBuffer.allocate(4096));
            channel.force(false);
          });
    }
  }

  private static Commit.CreatedAt fence(EtcdStore store) throws Exception {
    for (int tries = 0; tries < TIMES; tries++) {
      // An answer may be lost on a busy machine; what counts is what is there then.
      store
          .commit(new Commit(List.of(), List.of(Commit.Put.unleased("/fence", "leader"))))
          .toCompletableFuture()
          .get(60, TimeUnit.SECONDS);
      Optional<Entry> there = store.get("/fence").toCompletableFuture().get(60, TimeUnit.SECONDS);
      if (there.isPresent()) {
        return new Commit.CreatedAt("/fence", there.get().createRevision());
      }
    }
    throw new IllegalStateException("etcd takes no key");
  }

  private static void commit(EtcdStore store, Commit.Guard fence, int number) throws Exception {
    Commit.Put put =
        Commit.Put.unleased("/limit/" + number, "a value of a few dozen bytes, no more");
    store
        .commit(new Commit(List.of(fence), List.of(put)))
        .toCompletableFuture()
        .get(60, TimeUnit.SECONDS);
  }

  private static double rate(EtcdStore store, Commit.Guard fence) throws Exception {
    Semaphore free = new Semaphore(IN_FLIGHT);
    LongAdder puts = new LongAdder();
    long begun = System.nanoTime();
    for (int number = 0; System.nanoTime() - begun < RATE_SECONDS * 1_000_000_000L; number++) {
      free.acquire();
      List<Commit.Write> writes = new ArrayList<>();
      for (int i = 0; i < PACKED; i++) {
        String key = "/packed/" + (number % 100) + "/" + i;
        writes.add(Commit.Put.unleased(key, "a value of a few dozen bytes, no more"));
      }
      store
          .commit(new Commit(List.of(fence), writes))
          .whenComplete(
              (result, thrown) -> {
                if (result instanceof CommitResult.Committed) {
                  puts.add(PACKED);
                }
                free.release();
              });
    }
    free.acquire(IN_FLIGHT);
    return puts.sum() * 1e9 / (System.nanoTime() - begun);
  }
}
