package dev.tenure.server.soak;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenure.server.cli.Launched;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Makes the leadership change, in several ways by turns. All but one leave every process alive, so
 * that what a change leaves behind in a node adds up.
 */
final class HandOvers {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** How a leader loses its term. */
  enum Way {
    /** Its key is deleted by hand. */
    KEY_DELETED,
    /** Its process is stopped for longer than its session lives, and goes on. */
    PAUSED,
    /** Its lease is revoked by hand. */
    LEASE_REVOKED,
    /** One certain process, whether it leads or not, ends in good order and is started again. */
    RESTARTED
  }

  private final SoakCluster cluster;
  private final EtcdGateway etcd;
  private final JournalCount journal;
  private final String restarted;
  private int next;

  /**
   * No change yet.
   *
   * @param restarted the node that is started again now and then
   */
  HandOvers(SoakCluster cluster, EtcdGateway etcd, JournalCount journal, String restarted) {
    this.cluster = cluster;
    this.etcd = etcd;
    this.journal = journal;
    this.restarted = restarted;
  }

  /** The node that leads. */
  Optional<String> leader() throws IOException, InterruptedException {
    Optional<EtcdGateway.Key> key = etcd.oldest(SoakCluster.ELECTION);
    if (key.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(JSON.readTree(key.get().value()).path("node").asText());
  }

  /** Makes the next change, and waits until there is a leader whose runs begin. */
  String next() throws IOException, InterruptedException {
    Way way = Way.values()[next++ % Way.values().length];
    return make(way);
  }

  /** Makes one change, as {@link #next()}; answers it in words. */
  String make(Way way) throws IOException, InterruptedException {
    EtcdGateway.Key key = awaitLeader("");
    String leader = JSON.readTree(key.value()).path("node").asText();
    switch (way) {
      case KEY_DELETED -> etcd.delete(key.name());
      case LEASE_REVOKED -> etcd.revoke(key.lease());
      case PAUSED -> pause(cluster.nodes().get(leader));
      case RESTARTED -> restart();
    }
    boolean changes = way != Way.RESTARTED || leader.equals(restarted);
    EtcdGateway.Key now = awaitLeader(changes ? key.name() : "");
    awaitClaims();
    String follower = JSON.readTree(now.value()).path("node").asText();
    return switch (way) {
          case KEY_DELETED -> "key of " + leader + " deleted";
          case LEASE_REVOKED -> "lease of " + leader + " revoked";
          case PAUSED -> leader + " paused";
          case RESTARTED -> restarted + " restarted";
        }
        + ", "
        + follower
        + " leads";
  }

  private static void pause(Launched node) throws IOException, InterruptedException {
    node.signal("STOP");
    try {
      TimeUnit.MILLISECONDS.sleep(SoakCluster.TTL.plusSeconds(2).toMillis());
    } finally {
      node.signal("CONT");
    }
  }

  private void restart() throws IOException, InterruptedException {
    Launched node = cluster.nodes().get(restarted);
    node.signal("TERM");
    if (node.awaitExit() != 0) {
      throw new IllegalStateException(restarted + " did not end in good order: " + node.output());
    }
    cluster.start(restarted);
  }

  private EtcdGateway.Key awaitLeader(String not) throws IOException, InterruptedException {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (true) {
      Optional<EtcdGateway.Key> key = etcd.oldest(SoakCluster.ELECTION);
      if (key.isPresent() && !key.get().name().equals(not)) {
        return key.get();
      }
      pauseUntil(end, "nobody leads");
    }
  }

  private void awaitClaims() throws InterruptedException {
    long before = journal.claimed();
    long end = System.nanoTime() + LIMIT.toNanos();
    while (journal.claimed() == before) {
      pauseUntil(end, "nothing is claimed");
    }
  }

  private static void pauseUntil(long end, String trouble) throws InterruptedException {
    if (System.nanoTime() - end > 0) {
      throw new IllegalStateException(trouble + " " + LIMIT.toSeconds() + " s after a change");
    }
    TimeUnit.MILLISECONDS.sleep(50);
  }
}
