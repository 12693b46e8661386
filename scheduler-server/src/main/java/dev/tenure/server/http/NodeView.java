package dev.tenure.server.http;

import dev.tenure.model.GroupName;
import dev.tenure.node.NodeStatus;
import dev.tenure.node.TenureNode;
import java.util.Optional;

/** What the HTTP interface needs to know of the node behind it. Thread-safe; never blocks. */
public interface NodeView {

  /** The node itself, to read and to ask; empty while it is still starting. */
  Optional<TenureNode> node();

  /** What the node knows at this moment; empty while it is still starting. */
  Optional<NodeStatus> status();

  /** Whether the node has been told to stop. */
  boolean draining();

  /** Whether the node can do its part at this moment. */
  boolean ready();

  /** Whether this node may act as the leader of the group at this very moment. */
  boolean leads(GroupName group);
}
