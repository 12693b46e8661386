package dev.tenure.server.http;

import dev.tenure.model.GroupName;
import dev.tenure.node.NodeStatus;
import dev.tenure.node.TenureNode;
import java.util.Optional;

/** A node that has not reached etcd yet. */
final class StartingNode implements NodeView {
  @Override
  public Optional<TenureNode> node() {
    return Optional.empty();
  }

  @Override
  public Optional<NodeStatus> status() {
    return Optional.empty();
  }

  @Override
  public boolean draining() {
    return false;
  }

  @Override
  public boolean ready() {
    return false;
  }

  @Override
  public boolean leads(GroupName group) {
    return false;
  }
}
