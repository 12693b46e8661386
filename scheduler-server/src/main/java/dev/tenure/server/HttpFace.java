package dev.tenure.server;

import dev.tenure.config.HttpConfig;
import dev.tenure.model.GroupName;
import dev.tenure.node.NodeStatus;
import dev.tenure.node.TenureNode;
import dev.tenure.server.cli.NodeFace;
import dev.tenure.server.http.HttpServer;
import dev.tenure.server.http.NodeRoutes;
import dev.tenure.server.http.NodeView;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Shows the node of the command line over HTTP. */
record HttpFace(HttpServer server) implements NodeFace.Open {

  static NodeFace.Open open(HttpConfig config, NodeFace.View node) throws IOException {
    return new HttpFace(
        HttpServer.start(
            config.bind().host(),
            config.bind().port(),
            List.of(config.advertise().host()),
            NodeRoutes.of(new Seen(node))));
  }

  @Override
  public int port() {
    return server.port();
  }

  @Override
  public void close() {
    server.close();
  }

  /** The same questions, in the words of the other package. */
  private record Seen(NodeFace.View shown) implements NodeView {

    @Override
    public Optional<TenureNode> node() {
      return shown.node();
    }

    @Override
    public Optional<NodeStatus> status() {
      return shown.status();
    }

    @Override
    public boolean draining() {
      return shown.draining();
    }

    @Override
    public boolean ready() {
      return shown.ready();
    }

    @Override
    public boolean leads(GroupName group) {
      return shown.leads(group);
    }
  }
}
