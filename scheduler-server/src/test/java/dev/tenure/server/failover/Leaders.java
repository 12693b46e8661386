package dev.tenure.server.failover;

import dev.tenure.node.Proclamation;
import dev.tenure.store.Entry;
import dev.tenure.store.Store;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Who leads, by the keys of the candidates. */
record Leaders(Store store, String root) {

  /** The node that leads a group, if one does. */
  Optional<String> of(String group) {
    return Optional.ofNullable(byGroup().get(group));
  }

  /** How many groups each node leads; nodes that lead none are left out. */
  Map<String, Integer> shares() {
    Map<String, Integer> shares = new TreeMap<>();
    byGroup().values().forEach(node -> shares.merge(node, 1, Integer::sum));
    return shares;
  }

  private Map<String, String> byGroup() {
    String prefix = root + "/election/";
    Map<String, String> leaders = new HashMap<>();
    // Sorted by create revision: the first one of a group leads it.
    for (Entry entry : store.list(prefix).toCompletableFuture().join().entries()) {
      String group = entry.key().substring(prefix.length()).replaceAll("/.*", "");
      Proclamation.parse(entry.value().utf8())
          .ifPresent(said -> leaders.putIfAbsent(group, said.node()));
    }
    return leaders;
  }
}
