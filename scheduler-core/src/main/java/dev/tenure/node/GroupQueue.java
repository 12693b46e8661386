package dev.tenure.node;

import dev.tenure.model.GroupName;
import dev.tenure.model.KeyLayout;
import dev.tenure.model.NodeName;
import dev.tenure.store.Entry;
import dev.tenure.store.Listing;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The nodes that stand in a group, the leader first.
 *
 * @param group the group
 * @param nodes in the order in which they would lead, each once; ends before the first candidate
 *     that is no node of ours, since nobody behind it is next in line before it goes
 * @param running how many runs the leader has in progress
 */
record GroupQueue(GroupName group, List<NodeName> nodes, int running) {

  GroupQueue {
    nodes = List.copyOf(nodes);
  }

  /** The queues of all groups, from the candidates of all elections; groups in their order. */
  static List<GroupQueue> of(KeyLayout layout, Listing candidates) {
    Map<GroupName, List<Entry>> byGroup = new TreeMap<>();
    for (Entry candidate : candidates.entries()) {
      groupOf(layout, candidate.key())
          .ifPresent(
              group -> byGroup.computeIfAbsent(group, g -> new ArrayList<>()).add(candidate));
    }
    List<GroupQueue> queues = new ArrayList<>();
    byGroup.forEach((group, entries) -> queues.add(of(group, entries)));
    return queues;
  }

  static Optional<GroupName> groupOf(KeyLayout layout, String key) {
    String rest = key.substring(layout.elections().length());
    int slash = rest.indexOf('/');
    try {
      return slash < 0 ? Optional.empty() : Optional.of(new GroupName(rest.substring(0, slash)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static GroupQueue of(GroupName group, List<Entry> inOrder) {
    List<NodeName> nodes = new ArrayList<>();
    Set<NodeName> seen = new HashSet<>();
    int running = 0;
    for (Entry entry : inOrder) {
      Optional<Proclamation> said = Proclamation.parse(entry.value().utf8());
      Optional<NodeName> node = said.flatMap(p -> nodeOf(p.node()));
      if (node.isEmpty()) {
        break;
      }
      if (nodes.isEmpty()) {
        running = said.map(Proclamation::running).orElse(0);
      }
      if (seen.add(node.get())) {
        nodes.add(node.get());
      }
    }
    return new GroupQueue(group, nodes, running);
  }

  private static Optional<NodeName> nodeOf(String name) {
    try {
      return Optional.of(new NodeName(name));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  boolean ledBy(NodeName node) {
    return leader().equals(Optional.of(node));
  }

  Optional<NodeName> leader() {
    return nodes.stream().findFirst();
  }

  Optional<NodeName> next() {
    return nodes.stream().skip(1).findFirst();
  }

  /** Whether the node waits here. */
  boolean waiting(NodeName node) {
    return nodes.indexOf(node) > 0;
  }

  /** How many wait before a node that waits. */
  int ahead(NodeName node) {
    return nodes.indexOf(node) - 1;
  }
}
