package dev.tenure.node;

import dev.tenure.alert.Alerts;
import dev.tenure.config.ConfigProblem;
import dev.tenure.config.Configuration;
import dev.tenure.config.InvalidConfigException;
import dev.tenure.config.NodeConfig;
import dev.tenure.config.SessionConfig;
import dev.tenure.election.ElectionOptions;
import dev.tenure.election.ElectionRuntime;
import dev.tenure.election.Elections;
import dev.tenure.loop.EventLoop;
import dev.tenure.loop.ThreadEventLoop;
import dev.tenure.model.GroupName;
import dev.tenure.model.KeyLayout;
import dev.tenure.model.NodeName;
import dev.tenure.plugin.PluginCatalog;
import dev.tenure.runlog.LogTap;
import dev.tenure.runlog.RunLogs;
import dev.tenure.store.StoreMember;
import dev.tenure.verify.LiveCheck;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One node: a member of every group that its configuration names. What a program embeds.
 *
 * <pre>{@code
 * Configuration configuration = ConfigLoader.system().load(Path.of("conf/tenure.conf")).orThrow();
 * try (TenureNode node = TenureNode.start(configuration)) {
 *   …
 * }
 * }</pre>
 *
 * <p>Thread-safe. The node never ends the process and never gives up on etcd: after an outage it
 * campaigns again by itself.
 */
public final class TenureNode implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(TenureNode.class);

  private enum Phase {
    RUNNING,
    DRAINING,
    CLOSED
  }

  private final NodeConfig config;
  private final String address;
  private final PluginCatalog plugins;
  private final WatchedStore store;
  private final NodeLifelines lifelines;
  private final EventLoop loop = new ThreadEventLoop("node");
  private final Elections elections;
  private final NodePresence presence;
  private final RunLogs runLogs;
  private final LogTap.Open tap;
  private final NodeGroups groups;
  private final LeaderSpread spread;
  private final Membership membership;
  private final Drains drains;
  private final DrainMarks drainMarks;
  private final LedgerVerdicts verdicts;
  private final Alerting alerting;
  private volatile Phase phase = Phase.RUNNING;

  /** Confined to the loop. */
  private boolean standsAside;

  private TenureNode(
      Configuration configuration,
      Embedding embedding,
      PluginCatalog plugins,
      WatchedStore store,
      NodeLifelines lifelines,
      NodeMeter meter) {
    config = configuration.node();
    address = embedding.address();
    this.plugins = plugins;
    this.store = store;
    this.lifelines = lifelines;
    KeyLayout layout = new KeyLayout(config.etcd().root());
    membership = new Membership(store, layout);
    Clock clock = Clock.systemUTC();
    LiveCheck check =
        new LiveCheck(store, layout, config.session().ttl(), LedgerCheck.PATIENCE, clock);
    verdicts = new LedgerVerdicts(check::check, clock);
    elections =
        Elections.on(
            store, electionOptions(config), ElectionRuntime.threads().with(lifelines.path()));
    Proclamation self =
        Proclamation.candidate(
            config.name().value(),
            address,
            ProcessHandle.current().pid(),
            TenureVersion.text(),
            lifelines.endpoint());
    presence =
        new NodePresence(
            elections, layout, config.name(), self, loop, config.session().ttl().multipliedBy(4));
    runLogs = RunLogs.open(config.runs().logs(), config.name());
    tap = embedding.tap().open(config.name(), runLogs);
    groups =
        new NodeGroups(
            configuration,
            embedding.files(),
            plugins,
            store,
            elections,
            loop,
            self,
            meter,
            presence::session,
            runLogs);
    spread =
        new LeaderSpread(
            config.name(),
            layout,
            store,
            loop,
            config.leaders().interval(),
            new SplittableRandom(),
            this::resign);
    drains = new Drains(store, layout, membership, groups.records(), clock);
    drainMarks = new DrainMarks(store, layout, loop, new SplittableRandom(), this::drained);
    alerting = new Alerting(config, store, groups.all(), embedding.channels(config));
  }

  /** A node whose jobs all come from plug-ins. */
  public static TenureNode start(Configuration configuration) {
    return start(configuration, Embedding.of(configuration));
  }

  /**
   * Starts a node. Blocks until etcd has answered; leadership comes later, by itself.
   *
   * @throws InvalidConfigException when a job's schedule, class or data cannot be used; nothing was
   *     started
   * @throws dev.tenure.store.StoreException when etcd does not answer within {@code
   *     etcd.start-timeout}, or refuses this user; nothing is left
   * @throws java.io.UncheckedIOException when {@code fast-path.bind} cannot be had; nothing is left
   */
  public static TenureNode start(Configuration configuration, Embedding embedding) {
    Path dir = configuration.node().plugins().dir();
    PluginCatalog plugins =
        embedding
            .jobClasses()
            .map(loader -> PluginCatalog.open(dir, loader))
            .orElseGet(() -> PluginCatalog.open(dir));
    try {
      List<ConfigProblem> problems = new JobAssembly(configuration, plugins).problems();
      if (!problems.isEmpty()) {
        throw new InvalidConfigException(problems);
      }
      return begin(configuration, embedding, plugins);
    } catch (RuntimeException e) {
      plugins.close();
      throw e;
    }
  }

  private static TenureNode begin(
      Configuration configuration, Embedding embedding, PluginCatalog plugins) {
    NodeConfig config = configuration.node();
    NodeMeter meter = embedding.meter();
    WatchedStore store =
        new WatchedStore(
            EtcdConnection.open(config.etcd(), until -> meter.onCertificate("etcd", until)), meter);
    Optional<NodeLifelines> opened = Optional.empty();
    try {
      NodeLifelines lifelines = NodeLifelines.open(config);
      opened = Optional.of(lifelines);
      TenureNode node = new TenureNode(configuration, embedding, plugins, store, lifelines, meter);
      Rehearsal.begin(store, config, node::leadsAnything);
      meter.onGroups(node.groups.all().stream().map(GroupRunner::face).toList());
      node.alerting.start();
      node.presence.start();
      node.groups.start();
      node.drainMarks.start();
      node.spreadLeaders();
      log.info(
          "node {} {} started: groups {}, {} jobs, etcd {}",
          config.name(),
          TenureVersion.text(),
          config.groups(),
          configuration.jobs().size(),
          config.etcd().endpoints());
      return node;
    } catch (RuntimeException e) {
      opened.ifPresent(NodeLifelines::close);
      store.close();
      throw e;
    }
  }

  /** While this node is drained it stands for nothing; before it has learnt that it is not, too. */
  private void drained(Map<String, Drain> marks) {
    boolean aside = marks.containsKey(config.name().value());
    if (aside != standsAside) {
      log.info(
          aside
              ? "node {} is drained: it leads nothing until that is undone"
              : "node {} takes part again",
          config.name());
      standsAside = aside;
    }
    groups.all().forEach(aside ? GroupRunner::standAside : GroupRunner::takePart);
  }

  /** In one group alone nobody can lead more than its share. */
  private void spreadLeaders() {
    if (config.leaders().spread() && groups.all().size() > 1) {
      spread.start();
    }
  }

  private static ElectionOptions electionOptions(NodeConfig config) {
    SessionConfig session = config.session();
    Duration stop = config.runs().interruptGrace().multipliedBy(3);
    ElectionOptions derived = ElectionOptions.of(session.ttl());
    return new ElectionOptions(
        session.ttl(), session.margin(), stop, session.retry(), derived.reread());
  }

  /**
   * Completes, with a sentence for the operator, when the node cannot do its part however long it
   * waits: another living process has its name, or etcd was restored from a snapshot. The node goes
   * on until it is closed; after a restore another one may be started in its place.
   */
  public CompletionStage<String> lost() {
    return presence.taken().applyToEither(store.wentBack(), Function.identity());
  }

  /** What the node knows now. Does no I/O. */
  public NodeStatus status() {
    return new NodeStatus(
        config.name(),
        TenureVersion.text(),
        address,
        new NodeStatus.Etcd(
            config.etcd().endpoints().stream().map(Object::toString).toList(),
            store.answered(),
            store.lastAnswer()),
        groups.all().stream().map(GroupRunner::status).toList());
  }

  /** Whether the node does its part: it runs, does not drain, and etcd answers it. */
  public boolean ready() {
    return phase == Phase.RUNNING && store.answered();
  }

  /** Whether the node stops firing in order to end. */
  public boolean draining() {
    return phase != Phase.RUNNING;
  }

  private boolean leadsAnything() {
    return groups.all().stream().anyMatch(GroupRunner::leads);
  }

  /** Whether this node leads the group now; empty if it does not stand in it. */
  public Optional<Boolean> leads(GroupName group) {
    return groups.find(group).map(GroupRunner::leads);
  }

  /**
   * Hands the leadership of a group to the next in line, and stands again behind it; does nothing
   * for a follower but to queue again. Runs in progress go on here, or are interrupted, as {@code
   * runs.on-hand-over} says; how they end is recorded. Completes when the key is given up.
   */
  public CompletionStage<Void> resign(GroupName group) {
    return groups
        .find(group)
        .map(GroupRunner::resign)
        .orElseGet(
            () ->
                CompletableFuture.failedStage(
                    new IllegalArgumentException("this node does not stand in group " + group)));
  }

  /** This node's name. */
  public NodeName name() {
    return config.name();
  }

  /** The groups that this node stands in. */
  public List<GroupName> groups() {
    return config.groups();
  }

  /**
   * Who is in the cluster, and who stands where. Fails as the store does as long as it has never
   * answered; later the answer is what it was then.
   */
  public CompletionStage<Members> members() {
    return membership.read();
  }

  /**
   * How long the lease of whoever leads the group lasts from now on if it is not renewed, in whole
   * seconds; empty if nobody leads, or etcd does not say.
   */
  public CompletionStage<Optional<Duration>> leaseLeft(GroupName group) {
    return membership.leaseLeft(group);
  }

  /** What the members of etcd say of themselves, by name. Fails as the store does. */
  public CompletionStage<List<StoreMember>> etcdMembers() {
    return store.members();
  }

  /** Lets nodes of the cluster lead nothing, for as long as somebody wants. */
  public Drains drains() {
    return drains;
  }

  /** What runs of this node printed and logged, as far as it is kept. */
  public RunLogs runLogs() {
    return runLogs;
  }

  /** What is to be said of the ledgers of its groups. */
  public LedgerVerdicts verdicts() {
    return verdicts;
  }

  /** What a person should know, in the whole cluster. */
  public Alerts alerts() {
    return alerting.alerts();
  }

  /** One of the groups that this node stands in, to read and to ask; empty for any other. */
  public Optional<GroupFace> group(GroupName group) {
    return groups.find(group).map(GroupRunner::face);
  }

  /**
   * Stops firing in all groups and gives up the leaderships, so that the next leaders take over at
   * once; runs in progress have {@code shutdown.grace} to end meanwhile, are interrupted then, and
   * how they end is recorded. Blocks until all that is done.
   */
  public void drain() {
    if (phase != Phase.RUNNING) {
      return;
    }
    phase = Phase.DRAINING;
    log.info("node {} drains", config.name());
    drainMarks.close();
    spread.close();
    CompletableFuture<?>[] drained =
        groups.all().stream()
            .map(runner -> runner.drain(config.shutdown().grace()).toCompletableFuture())
            .toArray(CompletableFuture<?>[]::new);
    Duration limit = config.shutdown().grace().plus(config.session().ttl().multipliedBy(3));
    CompletableFuture.allOf(drained)
        .completeOnTimeout(null, limit.toMillis(), TimeUnit.MILLISECONDS)
        .join();
  }

  /** Ends everything, the last started first; running jobs are interrupted. Idempotent. */
  @Override
  public void close() {
    if (phase == Phase.CLOSED) {
      return;
    }
    phase = Phase.CLOSED;
    drainMarks.close();
    spread.close();
    verdicts.close();
    groups.close();
    alerting.close();
    presence.leave();
    elections.close();
    lifelines.close(); // No key is left, or no way to give it up: not a moment earlier.
    loop.close();
    store.close();
    plugins.close();
    tap.close();
    runLogs.close();
    log.info("node {} has ended", config.name());
  }
}
