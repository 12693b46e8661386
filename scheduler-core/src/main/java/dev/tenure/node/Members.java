package dev.tenure.node;

import dev.tenure.model.GroupName;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The living nodes of a cluster and where they stand, at one moment.
 *
 * @param nodes sorted by name
 * @param queues the candidates of each group, the leader first
 * @param drained the nodes that are to lead nothing, by name; some may not be living
 */
public record Members(
    List<Member> nodes, Map<GroupName, List<Waiting>> queues, Map<String, Drain> drained) {

  public Members {
    nodes = List.copyOf(nodes);
    queues = Map.copyOf(queues);
    drained = Collections.unmodifiableMap(new TreeMap<>(drained));
  }

  /**
   * A living node.
   *
   * @param node its name
   * @param address its advertised HTTP address
   * @param pid its process id on its machine
   * @param version the version of Tenure that it runs
   * @param running how many runs it has in progress, as it proclaims where it leads
   * @param groups where it stands
   */
  public record Member(
      String node, String address, long pid, String version, int running, List<Stand> groups) {
    public Member {
      groups = List.copyOf(groups);
    }
  }

  /**
   * Where a node stands in a group.
   *
   * @param place 1 for the leader
   */
  public record Stand(GroupName group, int place) {}

  /**
   * A candidate of a group.
   *
   * @param node its node; for a foreign candidate its key
   * @param address its advertised HTTP address; empty for a foreign candidate
   * @param place 1 for the leader
   * @param term the create revision of its key: the number of its term if it leads, or will
   */
  public record Waiting(String node, String address, int place, long term) {}
}
