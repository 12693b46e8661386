package dev.tenure.server.chaos.fault;

import dev.tenure.testing.FaultProxy;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.List;

/** Nodes do not reach each other although all are well, and etcd too. */
final class NodesFault implements Fault {

  private final Planned planned;
  private final List<FaultProxy> faces;

  NodesFault(Catalogue catalogue, Planned planned) {
    this.planned = planned;
    faces = catalogue.cluster().nodes().stream().flatMap(node -> node.faces().stream()).toList();
  }

  @Override
  public Effect begin() throws Exception {
    String detail = "for " + planned.lasts().toMillis() + " ms";
    if (planned.kind() == FaultKind.NODES_REFUSED) {
      faces.forEach(FaultProxy::refuse);
      return new Effect(
          "all nodes", detail, Ports.refused(faces), "none accepts a connection from another node");
    }
    FaultProxy first = faces.get(0);
    URI face = URI.create(first.endpoint());
    int before = first.connections();
    try (Socket probe = new Socket()) {
      probe.connect(new InetSocketAddress(face.getHost(), face.getPort()), 1000);
      probe.setSoTimeout(5000);
      // The kernel accepts before the proxy does.
      for (int tries = 0; tries < 100 && first.connections() <= before; tries++) {
        Thread.sleep(20);
      }
      faces.forEach(FaultProxy::cut);
      boolean reset = ended(probe);
      return new Effect("all nodes", "once", reset, "a connection of the harness was reset");
    }
  }

  @Override
  public Effect end(Effect begun) {
    faces.forEach(FaultProxy::pass);
    return begun;
  }

  private static boolean ended(Socket probe) {
    try {
      return probe.getInputStream().read() < 0;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }
}
