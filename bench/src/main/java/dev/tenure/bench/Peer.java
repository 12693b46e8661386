package dev.tenure.bench;

import dev.tenure.bench.process.ChildProcess;
import dev.tenure.bench.process.LocalPostgres;
import dev.tenure.bench.process.ProcStat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Another scheduler, on a PostgreSQL that is as durable as etcd.
 *
 * @param name what it is, and how it is set up
 * @param threads with how many runs at a time it was fastest
 * @param settings of its subject
 * @param queuedPerSecond how many runs must be there for each second, when it is to run flat out; 0
 *     for one whose jobs recur
 * @param queues whether it also needs its other work beforehand
 */
record Peer(
    String name, int threads, Map<String, String> settings, int queuedPerSecond, boolean queues)
    implements Contender {

  private static final Map<String, String> QUARTZ = Map.of("kind", "quartz", "checkin", "7500");
  private static final Map<String, String> DB =
      Map.of("kind", "db-scheduler", "poll", "100", "heartbeat", "300000", "missed", "6");

  /** Of the limits that its own benchmarks compare, those that gave the most here. */
  private static final Map<String, String> LOCK_AND_FETCH =
      with(DB, Map.of("strategy", "lock-and-fetch", "lower", "4.0", "upper", "20.0"));

  private static final Map<String, String> FETCH =
      with(DB, Map.of("strategy", "fetch", "lower", "0.5", "upper", "3.0"));

  private static final Map<String, String> JOBRUNR =
      Map.of("kind", "jobrunr", "poll", "5000", "missed", "4");

  /** Each at its fastest recommended settings. */
  static List<Peer> all() {
    return List.of(
        recurring("Quartz JDBC, batch 1", 100, with(QUARTZ, Map.of("batch", "1"))),
        recurring("Quartz JDBC, batch 50", 100, with(QUARTZ, Map.of("batch", "50"))),
        recurring("db-scheduler, fetch", 20, FETCH),
        recurring("db-scheduler, lock-and-fetch", 20, LOCK_AND_FETCH),
        new Peer("db-scheduler, lock-and-fetch, one-shot", 20, LOCK_AND_FETCH, 25_000, false),
        new Peer("JobRunr, poll 5 s", 50, JOBRUNR, 8_000, true));
  }

  private static Peer recurring(String name, int threads, Map<String, String> settings) {
    return new Peer(name, threads, settings, 0, false);
  }

  private static Map<String, String> with(Map<String, String> base, Map<String, String> more) {
    Map<String, String> settings = new LinkedHashMap<>(base);
    settings.putAll(more);
    return settings;
  }

  /** Whether it can be asked for runs at an instant, each second, for long. */
  boolean keepsTime() {
    return queuedPerSecond == 0 || queues;
  }

  @Override
  public Stage open(BenchContext context, Load load) throws Exception {
    int seconds = context.options().seconds() + context.options().warmUp() + 5;
    int slots = seconds + (int) Stages.TO_BE_ON_TIME.toSeconds();
    int total = load.flatOut() ? queuedPerSecond * seconds : queues ? load.jobs() * slots : 0;
    LocalPostgres postgres = LocalPostgres.start();
    try {
      Map<String, String> all = new LinkedHashMap<>(settings);
      all.putAll(store(postgres));
      all.put("threads", "" + context.options().peerThreads(threads));
      all.put("defines", "true");
      all.put("hangs", "false");
      all.put("jobs", "" + load.jobs());
      all.put("period", "" + load.periodMillis());
      all.put("phase", "" + (load.spread() ? (double) load.periodMillis() / load.jobs() : 0));
      all.put("total", "" + total);
      return new Running(postgres, context.child("peer", all), total);
    } catch (Exception e) {
      postgres.close();
      throw e;
    }
  }

  /** Where a peer finds its store. */
  static Map<String, String> store(LocalPostgres postgres) {
    return Map.of(
        "url", postgres.url(), "user", LocalPostgres.USER, "password", postgres.password());
  }

  private record Running(LocalPostgres postgres, ChildProcess node, int total) implements Stage {

    @Override
    public long storeCpuMicros() throws Exception {
      return ProcStat.cpuMicros(postgres.processes().map(ProcessHandle::pid));
    }

    @Override
    public void verify() {
      if (total > 0 && node.number("done") >= total) {
        throw new IllegalStateException("all " + total + " queued runs were done before the end");
      }
    }

    @Override
    public void close() {
      try {
        node.close();
      } finally {
        postgres.close();
      }
    }
  }
}
