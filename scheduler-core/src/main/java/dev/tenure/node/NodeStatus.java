package dev.tenure.node;

import dev.tenure.election.Evictions;
import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import dev.tenure.model.NodeName;
import dev.tenure.model.RunId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a node knows at one moment; the source of {@code GET /v1/status}.
 *
 * @param node the node that answers
 * @param version the version of Tenure that it runs
 * @param address the address at which its HTTP interface is advertised, {@code host:port}
 * @param etcd its view of etcd
 * @param groups the groups that it stands in, in the order of its configuration
 */
public record NodeStatus(
    NodeName node, String version, String address, Etcd etcd, List<Group> groups) {

  public NodeStatus {
    groups = List.copyOf(groups);
  }

  /**
   * A node's view of etcd.
   *
   * @param endpoints as configured
   * @param reachable whether the last call was answered
   * @param answered when a call was answered last, by this node's wall clock; empty before any was
   */
  public record Etcd(List<String> endpoints, boolean reachable, Optional<Instant> answered) {
    public Etcd {
      endpoints = List.copyOf(endpoints);
    }
  }

  /** Where this node stands in a group. */
  public enum State {
    /** Waits in the queue, or is about to. */
    FOLLOWER,
    /** Runs the group's jobs. */
    LEADER,
    /** Lost its session or could not campaign; tries again by itself. */
    ERROR
  }

  /**
   * One group.
   *
   * @param group its name
   * @param state where this node stands
   * @param jobs the number of jobs that are defined
   * @param running runs in progress, as the leader proclaims
   * @param finished runs finished in the present term, as the leader proclaims
   * @param leader who leads, if anybody does
   * @param files how this node's job files stand to what the cluster runs
   * @param stuck runs on this node that were told to stop, twice, and go on
   * @param unusable jobs that are defined and cannot be run on this node, and why
   * @param ledgerBytes what the group's ledger takes in etcd, as a leader measured it last; empty
   *     on a node that never led
   * @param evictions the dead whose keys this node deleted, since it started
   */
  public record Group(
      GroupName group,
      State state,
      int jobs,
      int running,
      long finished,
      Optional<Leader> leader,
      JobFiles files,
      List<RunId> stuck,
      Map<JobName, String> unusable,
      OptionalLong ledgerBytes,
      Evictions evictions) {
    public Group {
      stuck = List.copyOf(stuck);
      unusable = Map.copyOf(unusable);
    }
  }

  /**
   * How a node's job files stand to what was applied.
   *
   * @param standing which of them is newer
   * @param own which files the node has, in words
   * @param applied which files were applied, in words; empty before any were
   * @param by the node that applied them
   */
  public record JobFiles(
      Standing standing, String own, Optional<String> applied, Optional<NodeName> by) {}

  /** Whether a node's job files say what the cluster runs. */
  public enum Standing {
    /** They do. */
    SAME,
    /** They say something else, and are newer: a leader that has them applies them. */
    NEWER,
    /** They say something else, and are not newer: they count for nothing. */
    OLDER
  }

  /**
   * The leader of a group. A foreign candidate (say, {@code etcdctl elect}) has only a term; its
   * node is then its key, its address is empty and its pid is 0.
   *
   * @param node its node
   * @param address its advertised HTTP address
   * @param pid its process id on its machine
   * @param term its term
   * @param since when it won, by its own wall clock
   */
  public record Leader(String node, String address, long pid, long term, Instant since) {}
}
