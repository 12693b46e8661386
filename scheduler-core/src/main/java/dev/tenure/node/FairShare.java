package dev.tenure.node;

import dev.tenure.model.GroupName;
import dev.tenure.model.NodeName;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What one node does so that leaderships spread evenly over the nodes that stand for them. Pure:
 * every node comes to the same conclusions from the same queues.
 *
 * <p>A leadership moves only from a node to one that leads at least two fewer, so each move makes
 * the shares more even and none is ever taken back. Who leads next is decided by the queue; where
 * the wrong one is next in line, it steps behind the right one, which costs nothing: a follower
 * runs nothing. Where nodes stand in different groups, a move may need another one first: A leads
 * two and can only give to B, B leads one and can give to C, C leads none. Then B gives first.
 */
final class FairShare {

  /** What to do. */
  sealed interface Advice {

    /** Nothing would be better. */
    record Stay() implements Advice {}

    /** Hand a group over: the next in line leads too few. */
    record HandOver(GroupName group, NodeName to) implements Advice {}

    /** Stand in a group's queue again, at its end: one behind is to lead. */
    record StepBack(GroupName group, NodeName before) implements Advice {}

    /**
     * A group should be handed over, but those between have to step back first.
     *
     * @param anyway what to do if they do not, if there is something
     */
    record Wait(Optional<HandOver> anyway) implements Advice {}
  }

  /** A leadership to move, and the best of those that could have it. */
  private record Move(NodeName from, Set<NodeName> to) {}

  private static final Comparator<GroupQueue> CALMEST =
      Comparator.comparingInt(GroupQueue::running).thenComparing(GroupQueue::group);

  private final List<GroupQueue> queues;
  private final Map<NodeName, Integer> shares = new TreeMap<>();

  private FairShare(List<GroupQueue> queues) {
    this.queues = queues;
    for (GroupQueue queue : queues) {
      queue.nodes().forEach(node -> shares.merge(node, 0, Integer::sum));
      queue.leader().ifPresent(leader -> shares.merge(leader, 1, Integer::sum));
    }
  }

  /** What the node should do now. */
  static Advice advice(List<GroupQueue> queues, NodeName self) {
    return new FairShare(queues).advice(self);
  }

  /** How many groups each node leads. */
  static Map<NodeName, Integer> shares(List<GroupQueue> queues) {
    return new FairShare(queues).shares;
  }

  private Advice advice(NodeName self) {
    Map<NodeName, Move> moves = moves();
    Optional<Move> own = Optional.ofNullable(moves.get(self));
    Optional<Advice> handOver =
        own.flatMap(this::inLine)
            .map(queue -> new Advice.HandOver(queue.group(), queue.next().orElseThrow()));
    return handOver
        .or(() -> moves.values().stream().flatMap(move -> between(move, self).stream()).findFirst())
        .or(() -> own.map(move -> new Advice.Wait(anyway(self))))
        .orElseGet(Advice.Stay::new);
  }

  /** For each node that has one: what it should move. */
  private Map<NodeName, Move> moves() {
    Map<NodeName, Move> moves = new TreeMap<>();
    for (NodeName node : shares.keySet()) {
      Set<NodeName> best = poorest(node, share(node) - 2);
      if (!best.isEmpty()) {
        moves.put(node, new Move(node, best));
      }
    }
    if (moves.isEmpty()) {
      makingRoom().ifPresent(move -> moves.put(move.from(), move));
    }
    return moves;
  }

  private int share(NodeName node) {
    return shares.getOrDefault(node, 0);
  }

  /** Those with the smallest share that could take a group from the node, up to a share. */
  private Set<NodeName> poorest(NodeName from, int most) {
    Set<NodeName> best = new TreeSet<>();
    int smallest = most;
    for (NodeName heir : heirs(from)) {
      if (share(heir) < smallest) {
        best.clear();
        smallest = share(heir);
      }
      if (share(heir) == smallest) {
        best.add(heir);
      }
    }
    return best;
  }

  private Set<NodeName> heirs(NodeName from) {
    Set<NodeName> heirs = new TreeSet<>();
    queues.stream()
        .filter(queue -> queue.ledBy(from))
        .forEach(queue -> heirs.addAll(queue.nodes()));
    heirs.remove(from);
    return heirs;
  }

  /**
   * The last step of the shortest chain from a node to one that leads two fewer, over nodes that
   * lead one fewer. Only the shortest of all: a step on any other could be taken back.
   */
  private Optional<Move> makingRoom() {
    return shares.keySet().stream()
        .flatMap(node -> chain(node).stream())
        .min(Comparator.comparingInt(Chain::length).thenComparing(chain -> chain.last().from()))
        .map(Chain::last);
  }

  private record Chain(int length, Move last) {}

  private Optional<Chain> chain(NodeName source) {
    int share = share(source);
    Set<NodeName> seen = new HashSet<>();
    Set<NodeName> ring = level(Set.of(source), share - 1, seen);
    for (int length = 2; !ring.isEmpty(); length++) {
      for (NodeName node : ring) {
        Set<NodeName> poor = poorest(node, share - 2);
        if (!poor.isEmpty()) {
          return Optional.of(new Chain(length, new Move(node, poor)));
        }
      }
      ring = level(ring, share - 1, seen);
    }
    return Optional.empty();
  }

  private Set<NodeName> level(Set<NodeName> ring, int share, Set<NodeName> seen) {
    Set<NodeName> next = new TreeSet<>();
    for (NodeName node : ring) {
      for (NodeName heir : heirs(node)) {
        if (share(heir) == share && seen.add(heir)) {
          next.add(heir);
        }
      }
    }
    return next;
  }

  /** The group to move now: the right one is next in line, and little runs there. */
  private Optional<GroupQueue> inLine(Move move) {
    return queues.stream()
        .filter(queue -> queue.ledBy(move.from()))
        .filter(queue -> queue.next().filter(move.to()::contains).isPresent())
        .min(CALMEST);
  }

  private Optional<Advice.HandOver> anyway(NodeName self) {
    return queues.stream()
        .filter(queue -> queue.ledBy(self))
        .filter(queue -> queue.next().filter(next -> share(next) <= share(self) - 2).isPresent())
        .min(CALMEST)
        .map(queue -> new Advice.HandOver(queue.group(), queue.next().orElseThrow()));
  }

  /** Whether the node stands between the two ends of the move, in the queue where fewest do. */
  private Optional<Advice> between(Move move, NodeName self) {
    if (inLine(move).isPresent()) {
      return Optional.empty();
    }
    return queues.stream()
        .filter(queue -> queue.ledBy(move.from()))
        .flatMap(queue -> move.to().stream().filter(queue::waiting).map(to -> new Way(queue, to)))
        .min(Comparator.comparingInt(Way::length).thenComparing(way -> way.queue().group()))
        .filter(way -> way.queue().waiting(self))
        .filter(way -> way.queue().ahead(self) < way.length())
        .map(way -> new Advice.StepBack(way.queue().group(), way.to()));
  }

  /** A queue in which a node could come to lead once all before it have stepped back. */
  private record Way(GroupQueue queue, NodeName to) {
    int length() {
      return queue.ahead(to);
    }
  }
}
