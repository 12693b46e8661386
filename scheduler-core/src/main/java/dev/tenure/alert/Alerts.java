package dev.tenure.alert;

import dev.tenure.alert.AlertEvent.Looked;
import dev.tenure.alert.AlertEvent.Settled;
import dev.tenure.config.AlertsConfig;
import dev.tenure.loop.EventLoop;
import dev.tenure.model.KeyLayout;
import dev.tenure.store.Store;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The alerts of one node: watches its groups and the store, tells of what a person should know, and
 * answers what is open in the whole cluster.
 *
 * <p>Thread-safe; no method blocks. Works on a loop of its own, so that nobody waits for it.
 */
public final class Alerts {

  private static final Duration TICK = Duration.ofSeconds(1);
  private static final Duration SOON = Duration.ofMillis(20);

  /** How often what other nodes recorded is read. */
  private static final Duration READ_EVERY = Duration.ofSeconds(5);

  private final Setup setup;
  private final EventLoop loop;
  private final AlertBook book;
  private final UnrecordedAlerts alone;
  private final List<LedGroup> groups;
  private final List<LeaderlessWatch> leaderless;
  private final StoreWatch storeWatch;
  private final Orphans orphans;

  private long readAt;
  private long askedAt;
  private volatile boolean closed;

  /**
   * What alerts are made of.
   *
   * @param config the settings
   * @param node this node's name
   * @param process this process: the node's name, a hash sign, and something drawn
   * @param store where alerts are kept
   * @param layout spells its keys
   * @param reachable whether the store answered the last call
   * @param groups the groups that this node stands in
   * @param courier brings the notices; closed by the caller
   * @param loop where everything happens; closed by the caller
   * @param clock the wall clock
   * @param uids draws names for alerts
   */
  public record Setup(
      AlertsConfig config,
      String node,
      String process,
      Store store,
      KeyLayout layout,
      BooleanSupplier reachable,
      List<WatchedGroup> groups,
      Courier courier,
      EventLoop loop,
      Clock clock,
      Supplier<String> uids) {
    public Setup {
      groups = List.copyOf(groups);
    }
  }

  /**
   * What is open.
   *
   * @param alerts those that go on, the newest first
   * @param revision the store's revision as of which that holds; zero when the store did not answer
   *     and it is what this node heard last
   */
  public record Open(List<Alert> alerts, long revision) {
    public Open {
      alerts = List.copyOf(alerts);
    }
  }

  /** Alerts that hear of nothing before {@link #start}. */
  public Alerts(Setup setup) {
    this.setup = setup;
    loop = setup.loop();
    AlertRules rules = new AlertRules(setup.config().repeatEvery(), setup.process());
    book = new AlertBook(setup.store(), setup.layout(), rules, loop, this::send);
    alone = new UnrecordedAlerts(rules, this::send);
    groups =
        setup.groups().stream()
            .map(
                group ->
                    new LedGroup(
                        group, new GroupWatch(group, book, loop, setup.uids()), setup, book))
            .toList();
    leaderless =
        setup.groups().stream()
            .map(
                group ->
                    new LeaderlessWatch(
                        group, book, alone, setup.config().noLeaderAfter(), setup.node()))
            .toList();
    storeWatch = new StoreWatch(setup.store(), book, setup.config().store(), loop, setup.clock());
    orphans = new Orphans(setup.store(), setup.layout(), setup.process(), book, loop);
  }

  /** Watches from now on; to be called before the groups are followed. */
  public void start() {
    if (setup.config().enabled()) {
      groups.forEach(LedGroup::follow);
      long now = loop.clock().nanos();
      readAt = now - READ_EVERY.toNanos();
      askedAt = now;
      loop.schedule(TICK, this::tick);
    }
  }

  /** Writes what was only counted so far, and looks at nothing any more. */
  public void stop() {
    closed = true;
    loop.execute(book::flush);
  }

  /** Completes when all that was heard is recorded; asked of alerts that were stopped. */
  public CompletionStage<Void> idle() {
    CompletableFuture<Void> idle = new CompletableFuture<>();
    loop.execute(() -> awaitIdle(idle));
    return idle;
  }

  private void awaitIdle(CompletableFuture<Void> idle) {
    if (book.isIdle()) {
      idle.complete(null);
    } else {
      loop.schedule(SOON, () -> awaitIdle(idle));
    }
  }

  private void tick() {
    if (closed) {
      return;
    }
    loop.schedule(TICK, this::tick);
    long nanos = loop.clock().nanos();
    Instant now = setup.clock().instant();
    boolean reachable = setup.reachable().getAsBoolean();
    if (nanos - readAt >= READ_EVERY.toNanos()) {
      readAt = nanos;
      read();
    }
    if (nanos - askedAt >= StoreWatch.EVERY.toNanos()) {
      askedAt = nanos;
      storeWatch.look();
    }
    groups.forEach(group -> group.look(now));
    leaderless.forEach(watch -> watch.look(reachable, nanos, now));
    Looked looked = new Looked(now);
    book.look(looked);
    alone.look(looked);
  }

  private void read() {
    setup
        .store()
        .list(setup.layout().alerts())
        .thenAcceptAsync(
            listing -> {
              book.learn(listing);
              orphans.look();
            },
            loop)
        .exceptionally(failure -> null);
  }

  private void send(Notice notice) {
    setup.courier().send(notice, () -> loop.execute(() -> settled(notice)));
  }

  private void settled(Notice notice) {
    Settled settled = new Settled(notice.sequence());
    if (book.find(notice.alert()).filter(alert -> isOf(notice, alert)).isPresent()) {
      book.post(notice.alert(), settled);
    }
    if (alone.knows(notice.alert())) {
      alone.post(notice.alert(), settled);
    }
  }

  private static boolean isOf(Notice notice, Alert alert) {
    return notice.key().equals(alert.uid() + "-" + notice.sequence());
  }

  /** What is open in the cluster, as the store has it; as it was heard last while it is silent. */
  public CompletionStage<Open> open() {
    return setup
        .store()
        .list(setup.layout().alerts())
        .thenApplyAsync(
            listing -> {
              book.learn(listing);
              return new Open(known(), listing.revision());
            },
            loop)
        .exceptionally(failure -> new Open(known(), 0));
  }

  /** What is open in the cluster, as this node heard some seconds ago. */
  public List<Alert> known() {
    List<Alert> open = new ArrayList<>(book.all());
    alone.all().stream().filter(alert -> !book.isOpen(alert.id())).forEach(open::add);
    open.removeIf(alert -> !alert.isOpen());
    open.sort(
        Comparator.comparing(Alert::since).reversed().thenComparing(one -> one.id().toString()));
    return open;
  }

  /** The names of this node's channels. */
  public List<String> channels() {
    return setup.courier().channels();
  }

  /**
   * Sends a trial message by this node's channels, once.
   *
   * @param channel by which; absent for all
   */
  public CompletionStage<List<Courier.Trial>> test(Optional<String> channel) {
    return setup.courier().test(channel);
  }
}
