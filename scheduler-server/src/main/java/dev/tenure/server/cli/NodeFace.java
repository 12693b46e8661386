package dev.tenure.server.cli;

import dev.tenure.config.NodeConfig;
import dev.tenure.model.GroupName;
import dev.tenure.node.Embedding;
import dev.tenure.node.NodeStatus;
import dev.tenure.node.TenureNode;
import java.io.IOException;
import java.util.Optional;

/** What shows a running node to the outside; the program puts its HTTP interface here. */
@FunctionalInterface
public interface NodeFace {

  /** Starts to show the node; throws {@link IOException} when the address cannot be had. */
  Open open(NodeConfig config, View node) throws IOException;

  /** A face that is shown. */
  interface Open extends AutoCloseable {

    /** The port that is listened on. */
    int port();

    /** What the node is started with, where the face wants to be told of what it does. */
    default Embedding joining(Embedding embedding) {
      return embedding;
    }

    /** Ends it; requests in progress may end first. */
    @Override
    void close();
  }

  /** A node as it is shown. Thread-safe; never blocks. */
  interface View {

    /** The node itself; empty while it is starting. */
    Optional<TenureNode> node();

    /** What the node knows; empty while it is starting. */
    Optional<NodeStatus> status();

    /** Whether the node has been told to stop. */
    boolean draining();

    /** Whether it can do its part at this moment. */
    boolean ready();

    /** Whether it may act as the leader of the group at this moment. */
    boolean leads(GroupName group);
  }
}
