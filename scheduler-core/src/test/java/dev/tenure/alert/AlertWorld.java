package dev.tenure.alert;

import dev.tenure.config.AlertsConfig;
import dev.tenure.definition.DefinitionListener;
import dev.tenure.definition.DefinitionView;
import dev.tenure.definition.FixedDefinitions;
import dev.tenure.definition.JobSpec;
import dev.tenure.definition.Kept;
import dev.tenure.definition.TriggerSpec;
import dev.tenure.ledger.EndState;
import dev.tenure.ledger.FinishedRun;
import dev.tenure.ledger.JobChangeListener;
import dev.tenure.ledger.JobPast;
import dev.tenure.ledger.JobState;
import dev.tenure.ledger.OpenRun;
import dev.tenure.ledger.PendingAttempt;
import dev.tenure.ledger.RunKind;
import dev.tenure.ledger.SkippedRange;
import dev.tenure.loop.Subscription;
import dev.tenure.model.GroupName;
import dev.tenure.model.JobAlerts;
import dev.tenure.model.JobName;
import dev.tenure.model.KeyLayout;
import dev.tenure.model.NodeName;
import dev.tenure.model.RunId;
import dev.tenure.model.Term;
import dev.tenure.model.TriggerName;
import dev.tenure.schedule.ScheduleSpec;
import dev.tenure.testing.FakeStore;
import dev.tenure.testing.FakeStoreClient;
import dev.tenure.testing.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Nodes with their alerts in manual time, and one group whose ledger a test writes by hand. */
final class AlertWorld {

  static final GroupName GROUP = new GroupName("g");
  static final Duration PERIOD = Duration.ofHours(1);
  static final Duration BOUND = Duration.ofSeconds(30);

  final ManualTime time = new ManualTime();
  final FakeStore store = new FakeStore(time);
  final KeyLayout layout = new KeyLayout("/t");
  final FixedDefinitions definitions = new FixedDefinitions();
  final Map<JobName, JobState> states = new HashMap<>();
  final Map<JobName, List<FinishedRun>> past = new HashMap<>();
  final Set<JobName> paused = new HashSet<>();
  final Map<JobName, Long> slots = new HashMap<>();
  final List<Node> nodes = new ArrayList<>();

  private final SplittableRandom random = new SplittableRandom(7);
  private Optional<Node> leader = Optional.empty();
  private long term = 10;
  private int uids;

  Instant now() {
    return time.wallClock().instant();
  }

  void pass(Duration span) {
    time.pass(span);
  }

  void passSeconds(long seconds) {
    pass(Duration.ofSeconds(seconds));
  }

  /** A node that has started, and has its key. */
  Node node(String name) {
    Node node = new Node(name);
    nodes.add(node);
    store.put(layout.node(new NodeName(name)) + "/" + node.process.hashCode(), "{}");
    node.alerts.start();
    return node;
  }

  void lead(Node node) {
    leader = Optional.of(node);
    term++;
  }

  void nobodyLeads() {
    leader = Optional.empty();
  }

  /** As kill -9 does; its key goes when its lease has ended. */
  void kill(Node node) {
    node.loop.close();
    nodes.remove(node);
    if (leader.equals(Optional.of(node))) {
      leader = Optional.empty();
    }
    store.delete(layout.node(new NodeName(node.name)) + "/" + node.process.hashCode());
  }

  /** What all nodes have sent, killed ones apart. */
  List<Notice> sent() {
    return nodes.stream().flatMap(node -> node.sent.stream()).toList();
  }

  JobName job(String name, JobAlerts alerts) {
    JobName job = new JobName(name);
    JobSpec plain = JobSpec.of(job, "a.B");
    JobSpec spec =
        new JobSpec(
            job,
            plain.type(),
            true,
            plain.onLeaderLoss(),
            plain.concurrency(),
            plain.timeout(),
            plain.whenStuck(),
            plain.retry(),
            plain.retention(),
            alerts,
            Map.of(),
            "",
            Optional.empty(),
            List.of(),
            plain.source(),
            "",
            "",
            Optional.empty());
    definitions.put(spec, now());
    TriggerName trigger = TriggerName.of(job);
    if (definitions.trigger(trigger).isEmpty()) {
      definitions.put(
          TriggerSpec.of(
              trigger, job, new ScheduleSpec.Every(Duration.ofMinutes(1), Instant.EPOCH), now()));
    }
    Kept<JobSpec> kept = definitions.job(job).orElseThrow();
    listeners().forEach(listener -> listener.definitions.onJob(kept, Optional.empty()));
    return job;
  }

  JobName job(String name) {
    return job(name, JobAlerts.DEFAULT);
  }

  void remove(JobName job) {
    definitions.remove(job);
    definitions.remove(TriggerName.of(job));
    listeners().forEach(listener -> listener.definitions.onJobGone(job));
  }

  private List<Node> listeners() {
    return nodes.stream().filter(node -> node.definitions != null).toList();
  }

  /** A run of the job's first attempt ends now. */
  FinishedRun ends(JobName job, EndState how) {
    return ends(job, how, 1, 1);
  }

  /**
   * A run ends now.
   *
   * @param attempts how many its job allows; a further one is recorded with the end
   */
  FinishedRun ends(JobName job, EndState how, int attempt, int attempts) {
    JobState before = states.getOrDefault(job, JobState.NONE);
    long slot = attempt == 1 ? now().toEpochMilli() : slots.getOrDefault(job, now().toEpochMilli());
    slots.put(job, slot);
    RunId id = RunId.of(GROUP, job, slot, attempt);
    FinishedRun run =
        new FinishedRun(
            new OpenRun(id, RunKind.SCHEDULED, new Term(term), "n", now(), Map.of()),
            how,
            Optional.of(now()),
            now(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    List<FinishedRun> last = new ArrayList<>(before.last());
    last.add(run);
    while (last.size() > 5) {
      last.remove(0);
    }
    List<PendingAttempt> pending =
        attempt < attempts
            ? List.of(new PendingAttempt(id.nextAttempt(), RunKind.RETRY, now()))
            : List.of();
    past.computeIfAbsent(job, none -> new ArrayList<>()).add(run);
    record(job, state(before, last, before.finished() + 1, pending, before.skipped()));
    return run;
  }

  /** Slots of the job are passed over now. */
  void skips(JobName job, SkippedRange... ranges) {
    JobState before = states.getOrDefault(job, JobState.NONE);
    List<SkippedRange> all = new ArrayList<>(before.skipped());
    all.addAll(List.of(ranges));
    record(job, state(before, before.last(), before.finished(), before.pending(), all));
  }

  private static JobState state(
      JobState before,
      List<FinishedRun> last,
      long finished,
      List<PendingAttempt> pending,
      List<SkippedRange> skipped) {
    return new JobState(
        Map.of(),
        List.of(),
        pending,
        last,
        finished,
        skipped,
        Optional.empty(),
        Optional.empty(),
        before.applied());
  }

  private void record(JobName job, JobState after) {
    JobState before = states.getOrDefault(job, JobState.NONE);
    states.put(job, after);
    for (Node node : nodes) {
      if (node.ledger != null) {
        node.ledger.onChange(job, before, after);
      }
    }
  }

  /** One node. */
  final class Node implements WatchedGroup, Courier {
    final String name;
    final String process;
    final ManualTime.Loop loop;
    final FakeStoreClient client;
    final List<Notice> sent = new ArrayList<>();
    final List<Runnable> unsettled = new ArrayList<>();
    final Alerts alerts;

    /** Whether its channels deliver. */
    boolean delivers = true;

    /** Whether it takes the store for reachable. */
    boolean reachable = true;

    private JobChangeListener ledger;
    private DefinitionListener definitions;

    Node(String name) {
      this.name = name;
      process = name + "#" + uids++;
      loop = time.loop(process);
      client = store.client(random.split());
      alerts =
          new Alerts(
              new Alerts.Setup(
                  new AlertsConfig(
                      true, PERIOD, BOUND, new AlertsConfig.StoreLimit(1000, 0.8), 10, List.of()),
                  name,
                  process,
                  client,
                  layout,
                  () -> reachable,
                  List.of(this),
                  this,
                  loop,
                  time.wallClock(),
                  () -> "u" + uids++));
    }

    @Override
    public GroupName group() {
      return GROUP;
    }

    @Override
    public boolean leads() {
      return leader.equals(Optional.of(this));
    }

    @Override
    public OptionalLong leaderTerm() {
      return leader.isPresent() ? OptionalLong.of(term) : OptionalLong.empty();
    }

    @Override
    public DefinitionView definitions() {
      return AlertWorld.this.definitions;
    }

    @Override
    public Map<JobName, JobState> states() {
      return states;
    }

    @Override
    public CompletionStage<JobPast> past(JobName job) {
      return CompletableFuture.completedFuture(
          new JobPast(
              states.getOrDefault(job, JobState.NONE),
              past.getOrDefault(job, List.of()),
              List.of(),
              true,
              Map.of()));
    }

    @Override
    public boolean expectsRun(JobName job, Instant after) {
      return AlertWorld.this.definitions.trigger(TriggerName.of(job)).isPresent()
          && !paused.contains(job);
    }

    @Override
    public Subscription onChange(JobChangeListener listener) {
      ledger = listener;
      return () -> {};
    }

    @Override
    public Subscription onDefinitions(DefinitionListener listener) {
      definitions = listener;
      FixedDefinitions defined = AlertWorld.this.definitions;
      List.copyOf(defined.jobNames())
          .forEach(job -> listener.onJob(defined.job(job).orElseThrow(), Optional.empty()));
      return () -> {};
    }

    @Override
    public void send(Notice notice, Runnable settled) {
      if (delivers) {
        sent.add(notice);
        settled.run();
      } else {
        unsettled.add(settled);
      }
    }

    @Override
    public List<String> channels() {
      return List.of();
    }

    @Override
    public CompletionStage<List<Trial>> test(Optional<String> channel) {
      return CompletableFuture.completedFuture(List.of());
    }

    @Override
    public void close() {}
  }
}
