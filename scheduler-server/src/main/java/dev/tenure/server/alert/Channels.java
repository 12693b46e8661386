package dev.tenure.server.alert;

import dev.tenure.alert.Courier;
import dev.tenure.alert.Notice;
import dev.tenure.config.AlertsConfig;
import dev.tenure.config.ChannelConfig;
import dev.tenure.config.NodeConfig;
import dev.tenure.node.TenureVersion;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The channels of a node. Thread-safe; nothing but {@link #close} blocks. */
public final class Channels implements Courier {

  private static final Logger log = LoggerFactory.getLogger(Channels.class);

  private final List<Open> open;
  private final String cluster;
  private final String node;
  private final Clock clock;
  private final Set<String> unknown = ConcurrentHashMap.newKeySet();
  private final Semaphore trials = new Semaphore(MOST_TRIALS);

  /** Each has a thread of its own. */
  private static final int MOST_TRIALS = 8;

  private record Open(ChannelConfig config, Lane lane) {}

  private Channels(List<Open> open, String cluster, String node, Clock clock) {
    this.open = List.copyOf(open);
    this.cluster = cluster;
    this.node = node;
    this.clock = clock;
  }

  /**
   * The channels of the settings; connects to nobody yet.
   *
   * @param meter is told what becomes of each message
   */
  public static Channels open(NodeConfig node, ChannelMeter meter) {
    Clock clock = Clock.systemUTC();
    AlertsConfig alerts = node.alerts();
    List<Open> open = new ArrayList<>();
    for (ChannelConfig config : alerts.channels()) {
      Lane lane =
          new Lane(
              channel(config, clock),
              config.delivery(),
              alerts.queue(),
              meter,
              new SplittableRandom());
      open.add(new Open(config, lane));
    }
    return new Channels(open, node.etcd().root(), node.name().value(), clock);
  }

  private static Channel channel(ChannelConfig config, Clock clock) {
    if (config instanceof ChannelConfig.Webhook webhook) {
      return new WebhookChannel(webhook, TenureVersion.text(), clock);
    }
    return new EmailChannel((ChannelConfig.Email) config, clock);
  }

  @Override
  public void send(Notice notice, Runnable settled) {
    List<Open> to = receivers(notice);
    if (to.isEmpty()) {
      settled.run();
      return;
    }
    Message message = Message.of(notice, cluster, node);
    AtomicInteger left = new AtomicInteger(to.size());
    Runnable one =
        () -> {
          if (left.decrementAndGet() == 0) {
            settled.run();
          }
        };
    to.forEach(channel -> channel.lane().add(message, one));
  }

  /** A job that names channels which this node lacks is told of by all, rather than by none. */
  private List<Open> receivers(Notice notice) {
    List<String> named = notice.subject().channels();
    for (String name : named) {
      if (!channels().contains(name) && unknown.add(name)) {
        log.warn("{} names the channel {}, which this node does not have", notice.alert(), name);
      }
    }
    boolean anyNamed = named.stream().anyMatch(channels()::contains);
    return open.stream()
        .filter(one -> one.config().kinds().contains(notice.alert().kind()))
        .filter(one -> !anyNamed || named.contains(one.config().name()))
        .toList();
  }

  @Override
  public List<String> channels() {
    return open.stream().map(one -> one.config().name()).toList();
  }

  @Override
  public CompletionStage<List<Trial>> test(Optional<String> channel) {
    List<CompletableFuture<Trial>> trials =
        open.stream()
            .map(Open::lane)
            .filter(lane -> channel.isEmpty() || channel.get().equals(lane.channel().name()))
            .map(this::test)
            .toList();
    return CompletableFuture.allOf(trials.toArray(CompletableFuture<?>[]::new))
        .thenApply(all -> trials.stream().map(CompletableFuture::join).toList());
  }

  /** Beside the lane, on which others may be waited for. */
  private CompletableFuture<Trial> test(Lane lane) {
    Channel channel = fresh(lane);
    if (!trials.tryAcquire()) {
      return CompletableFuture.completedFuture(
          new Trial(channel.name(), Optional.of("too many trials are under way; ask again soon")));
    }
    CompletableFuture<Trial> done = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              Trial trial = tried(channel);
              trials.release();
              done.complete(trial);
            },
            "alert-test-" + channel.name());
    thread.setDaemon(true);
    thread.start();
    return done;
  }

  private Channel fresh(Lane lane) {
    return open.stream()
        .filter(one -> one.lane() == lane)
        .map(one -> channel(one.config(), clock))
        .findFirst()
        .orElseThrow();
  }

  private Trial tried(Channel channel) {
    String name = channel.name();
    try {
      channel.send(Message.trial("test-" + UUID.randomUUID(), clock.instant(), cluster, node));
      return new Trial(name, Optional.empty());
    } catch (DeliveryException | RuntimeException e) {
      return new Trial(name, Optional.of(String.valueOf(e.getMessage())));
    }
  }

  @Override
  public void close() {
    // All at once: each may take its whole grace.
    open.stream()
        .map(one -> CompletableFuture.runAsync(one.lane()::close, task -> new Thread(task).start()))
        .toList()
        .forEach(CompletableFuture::join);
  }
}
