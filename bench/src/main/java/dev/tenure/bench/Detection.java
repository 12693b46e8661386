package dev.tenure.bench;

import dev.tenure.bench.process.ChildProcess;
import dev.tenure.bench.process.LocalPostgres;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** How long a run that a killed process had begun waits until it is begun again elsewhere. */
final class Detection implements Bench {

  private static final int ROUNDS = 3;

  private static final Map<String, String> WORK =
      Map.of(
          "threads", "10", "hangs", "true", "jobs", "1", "period", "1000", "phase", "0", "total",
          "0");

  /** A way to set a scheduler up; {@code slow} ones take many minutes. */
  private record Way(String name, boolean slow, Map<String, String> settings) {}

  private static final List<Way> WAYS =
      List.of(
          new Way("Tenure, ttl 5 s (default)", false, Map.of("tenure.session.ttl", "5s")),
          quartz("check-in 7.5 s (default)", 7500),
          db("heartbeat 5 min x 6 (default)", true, 300_000, 6),
          jobRunr("poll 15 s x 4 (default)", 15_000),
          new Way("Tenure, ttl 2 s", false, Map.of("tenure.session.ttl", "2s")),
          quartz("check-in 1 s", 1000),
          db("heartbeat 1 s x 4", false, 1000, 4),
          jobRunr("poll 5 s x 4", 5000));

  private static Way quartz(String how, int checkIn) {
    return new Way(
        "Quartz JDBC, " + how,
        false,
        Map.of("kind", "quartz", "batch", "1", "checkin", "" + checkIn));
  }

  private static Way db(String how, boolean slow, int heartbeat, int missed) {
    return new Way(
        "db-scheduler, " + how,
        slow,
        Map.of(
            "kind", "db-scheduler",
            "strategy", "lock-and-fetch",
            "lower", "0.5",
            "upper", "4.0",
            "poll", "100",
            "heartbeat", "" + heartbeat,
            "missed", "" + missed));
  }

  private static Way jobRunr(String how, int poll) {
    return new Way(
        "JobRunr, " + how, false, Map.of("kind", "jobrunr", "poll", "" + poll, "missed", "4"));
  }

  @Override
  public String name() {
    return "detection";
  }

  @Override
  public String what() {
    return "kill -9 to the rerun of what was cut off, Tenure and the peers in turn";
  }

  @Override
  public void run(BenchContext context) throws Exception {
    for (Way way : WAYS) {
      if (!context.options().wants(way.name())) {
        continue;
      }
      if (way.slow() && !context.options().slow()) {
        context.report().say(way.name() + ": left out, takes 30 to 40 minutes; --slow asks for it");
        continue;
      }
      int rounds = context.options().rounds(ROUNDS);
      context.report().say(way.name() + ": " + rounds + " kills");
      List<Long> micros = new ArrayList<>();
      for (int round = 0; round < rounds; round++) {
        micros.add(way.settings().containsKey("kind") ? peer(context, way) : tenure(context, way));
      }
      context
          .report()
          .add(
              Result.of(name(), way.name())
                  .with("rounds", rounds)
                  .with(new Spread(micros).millis("death to rerun")));
    }
  }

  private static long tenure(BenchContext context, Way way) throws Exception {
    String job =
        """
        jobs {
          hang {
            class = "dev.tenure.bench.subject.HangingJob", on-leader-loss = rerun
            at = "2061-01-01T00:00:00Z"
          }
        }
        """;
    try (TenureCluster cluster = new TenureCluster(context, way.settings(), job)) {
      ChildProcess one = cluster.add();
      ChildProcess other = cluster.add();
      TakeOver.await(one, 1);
      one.ask("trigger hang");
      return kill(way, one, other);
    }
  }

  private static long peer(BenchContext context, Way way) throws Exception {
    try (LocalPostgres postgres = LocalPostgres.start()) {
      Map<String, String> settings = new LinkedHashMap<>(way.settings());
      settings.putAll(WORK);
      settings.putAll(Peer.store(postgres));
      settings.put("defines", "true");
      try (ChildProcess one = context.child("one", settings)) {
        settings.put("defines", "false");
        try (ChildProcess other = context.child("other", settings)) {
          one.ask("start");
          other.ask("start");
          return kill(way, one, other);
        }
      }
    }
  }

  /** Kills whoever runs it, and waits for the other. Both have lived for a while by then. */
  private static long kill(Way way, ChildProcess one, ChildProcess other) throws Exception {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
    while (one.number("ran") + other.number("ran") == 0) {
      pause(way, end, "the run has not begun");
    }
    TimeUnit.SECONDS.sleep(5);
    boolean first = one.number("ran") > 0;
    ChildProcess dead = first ? one : other;
    ChildProcess alive = first ? other : one;
    long death = dead.kill();
    end = death + TimeUnit.MINUTES.toNanos(way.slow() ? 60 : 5);
    while (alive.number("ran") == 0) {
      pause(way, end, "the run has not begun again");
    }
    return (System.nanoTime() - death) / 1000;
  }

  private static void pause(Way way, long end, String what) throws InterruptedException {
    if (System.nanoTime() - end > 0) {
      throw new IllegalStateException(way.name() + ": " + what);
    }
    TimeUnit.MILLISECONDS.sleep(20);
  }
}
