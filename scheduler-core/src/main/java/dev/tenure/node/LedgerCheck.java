package dev.tenure.node;

import dev.tenure.config.NodeConfig;
import dev.tenure.model.GroupName;
import dev.tenure.model.KeyLayout;
import dev.tenure.store.Store;
import dev.tenure.verify.GroupVerdict;
import dev.tenure.verify.LiveCheck;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Judges the ledger of a cluster as a node's configuration finds it, without starting a node. */
public final class LedgerCheck {

  static final Duration PATIENCE = Duration.ofSeconds(60);

  private LedgerCheck() {}

  /**
   * Reads and judges; writes nothing. Blocks, up to {@code etcd.start-timeout} for the first answer
   * of etcd, and for two times to live of a session when nobody leads a group.
   *
   * @param groups which, each judged by itself
   * @param from slots up to this instant are not judged
   * @param to slots after this instant are not judged
   * @throws dev.tenure.store.StoreException when etcd does not answer, or refuses this user
   */
  public static List<GroupVerdict> check(
      NodeConfig node, List<GroupName> groups, Optional<Instant> from, Optional<Instant> to) {
    try (Store store = EtcdConnection.open(node.etcd(), until -> {})) {
      LiveCheck check =
          new LiveCheck(
              store,
              new KeyLayout(node.etcd().root()),
              node.session().ttl(),
              PATIENCE,
              Clock.systemUTC());
      return groups.stream().map(group -> check.check(group, from, to)).toList();
    }
  }
}
