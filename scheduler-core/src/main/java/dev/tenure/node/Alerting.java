package dev.tenure.node;

import dev.tenure.alert.Alerts;
import dev.tenure.alert.Courier;
import dev.tenure.alert.WatchedGroup;
import dev.tenure.config.NodeConfig;
import dev.tenure.loop.EventLoop;
import dev.tenure.loop.ThreadEventLoop;
import dev.tenure.model.KeyLayout;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** The alerts of a node, with the loop that they work on and what sends them. */
final class Alerting implements AutoCloseable {

  /** How long an ending node waits for etcd to record what was sent. */
  private static final Duration LAST_WRITES = Duration.ofSeconds(1);

  private final EventLoop loop = new ThreadEventLoop("alerts");
  private final Courier courier;
  private final Alerts alerts;

  Alerting(NodeConfig config, WatchedStore store, List<GroupRunner> groups, Courier courier) {
    this.courier = courier;
    alerts =
        new Alerts(
            new Alerts.Setup(
                config.alerts(),
                config.name().value(),
                config.name() + "#" + word(),
                store,
                new KeyLayout(config.etcd().root()),
                store::answered,
                groups.stream().<WatchedGroup>map(AlertedGroup::new).toList(),
                courier,
                loop,
                Clock.systemUTC(),
                Alerting::word));
  }

  /** Drawn so that no two are the same. */
  private static String word() {
    return UUID.randomUUID().toString().replace("-", "").substring(0, 16);
  }

  Alerts alerts() {
    return alerts;
  }

  /** To be called before the groups are followed. */
  void start() {
    alerts.start();
  }

  /** Blocks for some seconds at most: what is under way is sent, and recorded as sent. */
  @Override
  public void close() {
    alerts.stop();
    courier.close();
    alerts
        .idle()
        .toCompletableFuture()
        .completeOnTimeout(null, LAST_WRITES.toMillis(), TimeUnit.MILLISECONDS)
        .join();
    loop.close();
  }
}
