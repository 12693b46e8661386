package dev.tenure.server.soak;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One trial: load, changes of the leader, and measures, from one thread; requests from another. */
final class Soak {

  private static final Logger log = LoggerFactory.getLogger(Soak.class);
  private static final double NANOS_OF_MINUTE = 6e10;

  /**
   * A change of the leader.
   *
   * @param minutes since the beginning
   */
  record Change(double minutes, String what) {}

  private final SoakOptions options;
  private final Samples samples = new Samples();
  private final List<Change> changes = new ArrayList<>();
  private final List<String> troubles = new ArrayList<>();
  private final Instant begun = Instant.now();
  private long asked;

  Soak(SoakOptions options) {
    this.options = options;
  }

  /** Runs it to its end. */
  SoakOutcome run() throws IOException, InterruptedException {
    try (SoakCluster cluster = SoakCluster.open(options.report().resolve("nodes"), options.jobs());
        JournalCount journal = JournalCount.open(cluster.etcd().endpoints(), SoakCluster.JOURNAL)) {
      for (String node : nodes()) {
        cluster.start(node);
      }
      EtcdGateway etcd = new EtcdGateway(cluster.etcd().endpoint(0));
      Sampler sampler = new Sampler(cluster, etcd, journal, samples);
      HandOvers handOvers = new HandOvers(cluster, etcd, journal, restarted());
      ScheduledExecutorService clerk = Executors.newSingleThreadScheduledExecutor();
      try {
        clerk.scheduleAtFixedRate(() -> ask(etcd), 500, 500, TimeUnit.MILLISECONDS);
        watch(sampler, handOvers);
      } finally {
        clerk.shutdownNow();
        clerk.awaitTermination(1, TimeUnit.MINUTES);
      }
      return new SoakOutcome(
          options, begun, samples, changes, troubles, journal.counts(), asked, judged(samples));
    }
  }

  private void watch(Sampler sampler, HandOvers handOvers)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    // Short trials need as many values as long ones.
    Rhythm sample = new Rhythm(seconds(options.minutes() / 5, 2, 10), start);
    Rhythm heap = new Rhythm(seconds(options.minutes() / 2, 5, 30), start);
    Rhythm change = new Rhythm(Duration.ofSeconds(options.change()), start);
    change.due(start); // not at once
    for (long now = start; now - start < options.span().toNanos(); now = System.nanoTime()) {
      double minutes = (now - start) / NANOS_OF_MINUTE;
      if (sample.due(now)) {
        measure(() -> sampler.sample(minutes));
      }
      if (heap.due(now)) {
        measure(() -> sampler.sampleHeaps(minutes));
      }
      if (change.due(now)) {
        change(minutes, handOvers);
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  private interface Step {
    void run() throws IOException, InterruptedException;
  }

  /** A value that is missing is missing; too few of them are noticed at the end. */
  private static void measure(Step step) throws InterruptedException {
    try {
      step.run();
    } catch (IOException e) {
      log.warn("a value is missing", e);
    }
  }

  private void change(double minutes, HandOvers handOvers)
      throws IOException, InterruptedException {
    String what;
    try {
      what = handOvers.next();
    } catch (IllegalStateException e) {
      what = "FAILED: " + e.getMessage();
      troubles.add(what);
    }
    changes.add(new Change(minutes, what));
    log.info("minute {}: {}", String.format("%.1f", minutes), what);
  }

  /** Whoever asks while nobody leads is served later. */
  private void ask(EtcdGateway etcd) {
    try {
      Instant now = Instant.ofEpochMilli(System.currentTimeMillis());
      etcd.put(
          SoakCluster.ROOT + "/requests/default/soak" + ++asked,
          """
          {"by":"soak","at":"%s","run":"%s","slot":"%s","who":"soak","when":"%s"}"""
              .formatted(now, SoakJobs.BY_HAND, now, now));
    } catch (IOException e) {
      log.warn("a run could not be asked for", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Of the node that is started again, only what it leaves behind in etcd can be judged. */
  private List<SoakOutcome.Judged> judged(Samples all) {
    double warmUp = options.minutes() / 5.0;
    return all.points().entrySet().stream()
        .filter(entry -> !entry.getKey().where().equals(restarted()))
        .filter(entry -> !entry.getKey().what().equals(Sampler.LOAD))
        .map(
            entry ->
                new SoakOutcome.Judged(
                    entry.getKey(),
                    Flatness.of(
                        entry.getValue().stream().filter(point -> point.x() >= warmUp).toList(),
                        Tolerances.of(entry.getKey().what()))))
        .toList();
  }

  private static Duration seconds(int wanted, int least, int most) {
    return Duration.ofSeconds(Math.min(most, Math.max(least, wanted)));
  }

  private List<String> nodes() {
    List<String> names = new ArrayList<>();
    for (int node = 1; node <= options.nodes(); node++) {
      names.add("node-" + node);
    }
    return names;
  }

  private String restarted() {
    return "node-" + options.nodes();
  }

  /** Something that is done every so often. */
  private static final class Rhythm {

    private final long period;
    private long next;

    Rhythm(Duration period, long first) {
      this.period = period.toNanos();
      next = first;
    }

    boolean due(long now) {
      if (now - next < 0) {
        return false;
      }
      next = Math.max(next + period, now - period);
      return true;
    }
  }
}
