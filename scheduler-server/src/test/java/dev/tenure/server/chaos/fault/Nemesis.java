package dev.tenure.server.chaos.fault;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Breaks a cluster, round after round, as a seed says: what, in which order and with which
 * parameters follows from the seed; when exactly, and who leads then, from the machine. After each
 * round everything is healed and a leader is waited for.
 */
public final class Nemesis {

  private static final Logger log = LoggerFactory.getLogger(Nemesis.class);

  private final ChaosCluster cluster;
  private final Catalogue catalogue;
  private final Schedule schedule;
  private final Map<FaultKind, String> skipped = new TreeMap<>();
  private final List<Injection> timeline = new ArrayList<>();
  private Duration worstRecovery = Duration.ZERO;
  private int count;

  /**
   * A nemesis that has done nothing yet.
   *
   * @param cluster what it breaks
   * @param seed what it draws from
   * @param kinds what it may break; what cannot be had here is left out, see {@link #skipped}
   * @param recorded the revision up to which etcd's history may be forgotten, because whoever
   *     records it has seen it; 0 or less for none
   */
  public Nemesis(ChaosCluster cluster, long seed, Set<FaultKind> kinds, LongSupplier recorded) {
    this.cluster = cluster;
    catalogue = new Catalogue(cluster, recorded);
    Set<FaultKind> possible = EnumSet.copyOf(kinds);
    cluster
        .impossible()
        .forEach(
            (kind, why) -> {
              if (possible.remove(kind)) {
                skipped.put(kind, why);
              }
            });
    schedule = new Schedule(seed, possible, cluster.options().ttl());
  }

  /**
   * Breaks and heals for a time; blocks. The round that is under way when the time is over is
   * ended. Afterwards all is healed, also when this throws.
   *
   * @throws IllegalStateException when nobody leads long after all was healed
   */
  public void rage(Duration span) throws Exception {
    long end = System.nanoTime() + span.toNanos();
    try {
      while (System.nanoTime() - end < 0) {
        Round round = schedule.next();
        play(round);
        recover();
        TimeUnit.NANOSECONDS.sleep(
            Math.max(0, Math.min(round.quiet().toNanos(), end - System.nanoTime())));
      }
    } finally {
      heal();
    }
  }

  /** Heals everything, and ends the alarm of an etcd without room. */
  void heal() throws Exception {
    cluster.heal();
    catalogue.room().tidy();
  }

  /** One fault, now; blocks until it is healed. */
  Injection strike(Planned planned) throws InterruptedException {
    return inject(++count, planned);
  }

  /** What has happened so far, in the order of the ends. */
  public List<Injection> timeline() {
    synchronized (timeline) {
      return List.copyOf(timeline);
    }
  }

  /** Kinds that were wanted but cannot be had here, and why. */
  public Map<FaultKind, String> skipped() {
    return skipped;
  }

  /** The longest time from the healing of a round until a living node led. */
  public synchronized Duration worstRecovery() {
    return worstRecovery;
  }

  private void play(Round round) throws InterruptedException {
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      List<Future<Injection>> running = new ArrayList<>();
      for (Planned planned : round.faults()) {
        int number = ++count;
        running.add(threads.submit(() -> inject(number, planned)));
      }
      for (Future<Injection> fault : running) {
        fault.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a fault was not brought to its end", e);
    } finally {
      threads.shutdownNow();
      threads.awaitTermination(1, TimeUnit.MINUTES);
    }
  }

  private Injection inject(int number, Planned planned) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(planned.after().toNanos());
    Fault fault = catalogue.of(planned);
    Instant began = Instant.now();
    long beganNanos = System.nanoTime();
    log.info("{} {} for {} ms", number, planned.kind().word(), planned.lasts().toMillis());
    Effect effect = new Effect("-", "", false, "interrupted");
    try {
      effect = fault.begin();
      TimeUnit.NANOSECONDS.sleep(planned.lasts().toNanos());
    } catch (NotInjected e) {
      effect = new Effect("-", "", false, String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      log.warn("{} could not be injected", planned.kind().word(), e);
      effect = new Effect("-", "", false, e.toString());
    } finally {
      effect = healed(fault, planned, effect);
    }
    Injection injection =
        new Injection(
            number,
            planned.kind(),
            effect.target(),
            effect.detail(),
            effect.bit(),
            effect.evidence(),
            began,
            beganNanos,
            Instant.now(),
            System.nanoTime());
    log.info("{}", injection);
    synchronized (timeline) {
      timeline.add(injection);
    }
    return injection;
  }

  private static Effect healed(Fault fault, Planned planned, Effect begun)
      throws InterruptedException {
    try {
      return fault.end(begun);
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      // What is left of it is healed after the round.
      log.warn("{} did not end well", planned.kind().word(), e);
      return begun.and(true, "healed with the round: " + e);
    }
  }

  private void recover() throws Exception {
    heal();
    long healed = System.nanoTime();
    if (cluster.awaitLeader(ChaosCluster.PATIENCE).isEmpty()) {
      throw new IllegalStateException("nobody leads although everything was healed long ago");
    }
    Duration took = Duration.ofNanos(System.nanoTime() - healed);
    synchronized (this) {
      worstRecovery = took.compareTo(worstRecovery) > 0 ? took : worstRecovery;
    }
  }
}
