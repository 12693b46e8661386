package dev.tenure.server.chaos.fault;

import dev.tenure.testing.FaultProxy;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.List;

/** Ports of addresses of this machine. */
final class Ports {

  private Ports() {}

  /** Whether proxies refuse, within a second: a port is given up with a little delay. */
  static boolean refused(List<FaultProxy> proxies) throws InterruptedException {
    for (int tries = 0; tries < 20; tries++) {
      if (proxies.stream()
          .map(proxy -> URI.create(proxy.endpoint()))
          .noneMatch(proxy -> accepts(proxy.getHost(), proxy.getPort()))) {
        return true;
      }
      Thread.sleep(50);
    }
    return false;
  }

  /** Whether somebody accepts a connection there. */
  static boolean accepts(String host, int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), 1000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
