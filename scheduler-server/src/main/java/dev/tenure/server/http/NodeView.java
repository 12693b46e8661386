package dev.tenure.server.http;

import dev.tenure.model.GroupName;
import dev.tenure.node.NodeStatus;
import java.util.Optional;

/** What the HTTP interface needs to know of the node behind it. Thread-safe; never blocks. */
public interface NodeView {

  /** What the node knows at this moment; empty while it is still starting. */
  Optional<NodeStatus> status();

  /**
   * Why the node should get no work from a load balancer or a rollout at this moment; empty when it
   * is ready.
   */
  Optional<Unready> unready();

  /** Whether this node may act as the leader of the group at this very moment. */
  boolean leads(GroupName group);

  /**
   * A reason for not being ready.
   *
   * @param code a stable word: {@code starting}, {@code draining}, {@code etcd-unreachable}
   * @param detail the same for people
   */
  record Unready(String code, String detail) {}
}
