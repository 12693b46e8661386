package dev.tenure.server.chaos.fault;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What a {@link ChaosCluster} is made of.
 *
 * @param folder where nodes run: it holds {@code jobs.conf} and {@code plugins} before the start,
 *     and gets the configurations and outputs of the nodes and the data of etcd
 * @param root the prefix of the cluster's keys
 * @param nodes how many node processes
 * @param etcdMembers how many members of etcd: 1 or 3
 * @param ttl how long a session lives
 * @param settings of all nodes, in HOCON, beneath {@code tenure}
 * @param quotaMegabytes how large the data of a member of etcd may get
 */
public record ChaosOptions(
    Path folder,
    String root,
    int nodes,
    int etcdMembers,
    Duration ttl,
    List<String> settings,
    int quotaMegabytes) {

  public ChaosOptions {
    settings = List.copyOf(settings);
  }

  /** Three nodes on one member of etcd, with sessions of three seconds. */
  public static ChaosOptions in(Path folder) {
    return new ChaosOptions(folder, "/chaos", 3, 1, Duration.ofSeconds(3), List.of(), 128);
  }

  /** The same with 1 or 3 members of etcd. */
  public ChaosOptions withEtcdMembers(int members) {
    return new ChaosOptions(folder, root, nodes, members, ttl, settings, quotaMegabytes);
  }

  /** The same with further settings of all nodes, in HOCON, beneath {@code tenure}. */
  public ChaosOptions withSettings(String... lines) {
    return new ChaosOptions(folder, root, nodes, etcdMembers, ttl, List.of(lines), quotaMegabytes);
  }

  /** The same with a smaller or larger quota of etcd. */
  public ChaosOptions withQuota(int megabytes) {
    return new ChaosOptions(folder, root, nodes, etcdMembers, ttl, settings, megabytes);
  }
}
