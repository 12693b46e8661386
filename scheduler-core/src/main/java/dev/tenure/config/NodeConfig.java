package dev.tenure.config;

import dev.tenure.model.GroupName;
import dev.tenure.model.NodeName;
import java.util.List;

/**
 * The settings of one node; {@code tenure { … }} in its file.
 *
 * @param name unique in the cluster
 * @param etcd how to reach etcd
 * @param groups the groups that this node stands for election in; at least one, no repeats
 * @param session the lease that carries candidacies and leaderships
 * @param runs how jobs are run
 * @param http the HTTP interface
 * @param api what may be done through it, and by whom
 * @param fastPath how a death is noticed before the lease tells
 * @param plugins the folder with job classes
 * @param jobs where the jobs come from
 * @param leaders how leaders spread over the nodes
 * @param alerts what people are told of, and how
 * @param shutdown how the node stops
 * @param secrets what the data of jobs may refer to
 */
public record NodeConfig(
    NodeName name,
    EtcdConfig etcd,
    List<GroupName> groups,
    SessionConfig session,
    RunsConfig runs,
    HttpConfig http,
    ApiConfig api,
    FastPathConfig fastPath,
    PluginsConfig plugins,
    JobsConfig jobs,
    LeadersConfig leaders,
    AlertsConfig alerts,
    ShutdownConfig shutdown,
    SecretsConfig secrets) {
  public NodeConfig {
    groups = List.copyOf(groups);
  }
}
