package dev.tenure.server.chaos.fault;

import static java.util.stream.Collectors.joining;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** The catalogue: everything that the suite knows to break. */
public enum FaultKind {
  KILL_LEADER(Family.PROCESS),
  KILL_FOLLOWER(Family.PROCESS),
  KILL_ALL(Family.PROCESS),
  TERM_LEADER(Family.PROCESS),
  ROLLING_RESTART(Family.PROCESS),
  /** Stopped for less than a session lives. */
  FREEZE_SHORT(Family.FREEZE),
  /** Stopped for longer than a session lives: who wakes has been replaced. */
  FREEZE_LONG(Family.FREEZE),
  /** The JVM of a leader stands still, at a safepoint, for longer than a session lives. */
  LONG_PAUSE(Family.FREEZE),
  /** All connections of a node to etcd are reset; new ones pass. */
  LINK_RESET(Family.LINK),
  /** All connections of a node to etcd are reset and new ones refused. */
  LINK_REFUSED(Family.LINK),
  /** What goes through the present connections is lost and nobody is told. */
  LINK_LOST(Family.LINK),
  /** Everything between a node and etcd comes late. */
  LINK_SLOW(Family.LINK),
  /** What a node asks of etcd does not arrive. */
  LINK_REQUESTS(Family.LINK),
  /** What etcd answers a node does not arrive. */
  LINK_ANSWERS(Family.LINK),
  /** A node is alone on its network: nothing arrives, nothing is refused. */
  PARTITION(Family.LINK),
  /** Nodes do not reach each other; etcd is fine. */
  NODES_REFUSED(Family.NODES),
  /** The connections between nodes are reset once; etcd is fine. */
  NODES_RESET(Family.NODES),
  ETCD_KILL(Family.ETCD),
  ETCD_PAUSE(Family.ETCD),
  ETCD_RESTART(Family.ETCD),
  /** Another member of etcd leads etcd. */
  ETCD_MOVE_LEADER(Family.ETCD),
  /** A majority of etcd is away for longer than a session lives. */
  QUORUM_LOSS(Family.ETCD),
  /** etcd has no room left and refuses what would take some. */
  DISK_FULL(Family.ETCD),
  LEASE_REVOKED(Family.KEYS),
  KEY_DELETED(Family.KEYS),
  /** Two nodes lead in turn, again and again. */
  PING_PONG(Family.KEYS),
  /** etcd forgets its history while the watches of a node are stalled. */
  COMPACTION(Family.LINK),
  CLOCK_FORWARD(Family.CLOCK),
  CLOCK_BACK(Family.CLOCK);

  private final Family family;

  FaultKind(Family family) {
    this.family = family;
  }

  /** What is broken; faults of different families go together. */
  public enum Family {
    PROCESS,
    FREEZE,
    LINK,
    NODES,
    ETCD,
    KEYS,
    CLOCK
  }

  Family family() {
    return family;
  }

  /** The word for it on the command line, such as {@code kill-leader}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** All of them. */
  public static Set<FaultKind> all() {
    return EnumSet.allOf(FaultKind.class);
  }

  /**
   * Reads a list such as {@code kill-leader,partition} or {@code all}; {@code -word} takes one away
   * from what came before it. Throws {@link IllegalArgumentException} for an unknown word.
   */
  public static Set<FaultKind> parse(String list) {
    EnumSet<FaultKind> chosen = EnumSet.noneOf(FaultKind.class);
    for (String entry : list.split(",", -1)) {
      String word = entry.trim();
      if (word.equals("all")) {
        chosen.addAll(all());
      } else if (word.startsWith("-")) {
        chosen.remove(named(word.substring(1)));
      } else if (!word.isEmpty()) {
        chosen.add(named(word));
      }
    }
    if (chosen.isEmpty()) {
      throw new IllegalArgumentException("no fault in \"" + list + "\"");
    }
    return chosen;
  }

  private static FaultKind named(String word) {
    return Arrays.stream(values())
        .filter(kind -> kind.word().equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no fault \""
                        + word
                        + "\"; there are "
                        + Arrays.stream(values()).map(FaultKind::word).collect(joining(", "))));
  }
}
