package dev.tenure.server.metrics;

import dev.tenure.election.Evictions;
import dev.tenure.election.Leadership;
import dev.tenure.ledger.JobState;
import dev.tenure.node.GroupFace;
import dev.tenure.node.NodeStatus;
import dev.tenure.time.NanoClock;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.StateSet;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How a group stands, as this node sees it at the moment of a scrape. Guarded by its caller, save
 * where it says otherwise.
 */
final class GroupMetrics {

  /** A slot is not late while it is on its way. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final NanoClock nanos = NanoClock.system();
  private final StateSet state;
  private final Gauge leader;
  private final Gauge term;
  private final Gauge session;
  private final Gauge jobs;
  private final Gauge running;
  private final Gauge overdue;
  private final Gauge ledger;
  private final Gauge busy;
  private final Gauge places;
  private final Counter evictions;
  private final Counter mistaken;

  GroupMetrics(PrometheusRegistry registry) {
    state =
        StateSet.builder()
            .name("tenure_group_state")
            .help("Where this node stands in the group.")
            .labelNames("group")
            .states(NodeStatus.State.class)
            .register(registry);
    leader = gauge(registry, "tenure_leader", "1 while this node may act as the leader.");
    term = gauge(registry, "tenure_leader_term", "The term of the leader; 0 if nobody leads.");
    session =
        gauge(
            registry,
            "tenure_session_remaining_seconds",
            "How long this node may lead on if no renewal succeeds; 0 if it does not lead.");
    jobs = gauge(registry, "tenure_jobs", "Jobs that are defined.");
    running =
        gauge(registry, "tenure_runs_in_progress", "Runs whose end is not recorded, on all nodes.");
    overdue =
        gauge(registry, "tenure_slots_overdue", "Triggers with a slot that should have been run.");
    ledger =
        gauge(
            registry,
            "tenure_ledger_bytes",
            "What the ledger takes in etcd, as this node measured it last; 0 if it never led.");
    busy = gauge(registry, "tenure_workers_busy", "Places for runs on this node that are taken.");
    places = gauge(registry, "tenure_workers", "Places for runs on this node.");
    evictions =
        Making.counter(
            registry,
            "tenure_evictions_total",
            "Keys of dead candidates that this node has deleted.",
            "group");
    mistaken =
        Making.counter(
            registry,
            "tenure_evictions_mistaken_total",
            "Evictions by this node of processes that turned out to live.",
            "group");
  }

  private static Gauge gauge(PrometheusRegistry registry, String name, String help) {
    return Making.gauge(registry, name, help, "group");
  }

  /** There is such a group, which nobody has looked at yet. */
  void init(String group) {
    state.initLabelValues(group);
    for (Gauge gauge :
        List.of(leader, term, session, jobs, running, overdue, ledger, busy, places)) {
      gauge.initLabelValues(group);
    }
    evictions.initLabelValues(group);
    mistaken.initLabelValues(group);
  }

  /**
   * Looks at a group.
   *
   * @param leadership the last one that this node had, if it had any
   */
  void look(GroupFace face, Optional<Leadership> leadership, Instant now) {
    NodeStatus.Group status = face.status();
    String group = status.group().value();
    for (NodeStatus.State one : NodeStatus.State.values()) {
      if (one == status.state()) {
        state.labelValues(group).setTrue(one);
      } else {
        state.labelValues(group).setFalse(one);
      }
    }
    Optional<Leadership> held = leadership.filter(Leadership::held);
    leader.labelValues(group).set(held.isPresent() ? 1 : 0);
    term.labelValues(group).set((double) status.leader().map(NodeStatus.Leader::term).orElse(0L));
    session
        .labelValues(group)
        .set(held.map(l -> l.deadline().left(nanos.nanos()).toNanos() / 1e9).orElse(0.0));
    jobs.labelValues(group).set(status.jobs());
    running.labelValues(group).set((double) open(face));
    overdue.labelValues(group).set(face.overdue(now.minus(PATIENCE)));
    ledger.labelValues(group).set((double) status.ledgerBytes().orElse(0));
    busy.labelValues(group).set(face.workers().busy());
    places.labelValues(group).set(face.workers().places());
    Evictions evicted = status.evictions();
    raise(evictions.labelValues(group), evicted.count());
    raise(mistaken.labelValues(group), evicted.mistaken());
  }

  private static long open(GroupFace face) {
    long open = 0;
    for (JobState state : face.states().values()) {
      open += state.open().size();
    }
    return open;
  }

  private static void raise(CounterDataPoint counter, long to) {
    counter.inc(Math.max(0, to - counter.getLongValue()));
  }
}
