package dev.tenure.server.cli;

import dev.tenure.model.GroupName;
import dev.tenure.node.NodeStatus;
import dev.tenure.node.TenureNode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The node of this process on its way from starting to draining. */
final class RunningNode implements NodeFace.View {

  private volatile @Nullable TenureNode node;
  private volatile boolean draining;

  void started(TenureNode started) {
    node = started;
  }

  void drains() {
    draining = true;
  }

  @Override
  public Optional<TenureNode> node() {
    return Optional.ofNullable(node);
  }

  @Override
  public Optional<NodeStatus> status() {
    return Optional.ofNullable(node).map(TenureNode::status);
  }

  @Override
  public boolean draining() {
    return draining;
  }

  @Override
  public boolean ready() {
    TenureNode present = node;
    return present != null && !draining && present.ready();
  }

  @Override
  public boolean leads(GroupName group) {
    TenureNode present = node;
    return present != null && present.leads(group).orElse(false);
  }
}
