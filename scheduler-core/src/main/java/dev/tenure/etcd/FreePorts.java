package dev.tenure.etcd;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports of the loopback interface for servers that development and tests start, and start again:
 * none that the system gives to outgoing connections and to servers without a wish (on Linux those
 * from 32768 on, {@code ip_local_port_range} of ip(7)), which would be quicker now and then.
 */
public final class FreePorts {

  private static final int FIRST = 15_000;
  private static final int END = 32_768;
  private static final int TRIES = 1000;

  private FreePorts() {}

  /** A port that nobody listens on at the moment; another process may still be quicker. */
  public static int one() {
    return take(1).get(0);
  }

  /**
   * So many different ones.
   *
   * @throws UncheckedIOException when none can be found
   */
  public static List<Integer> take(int count) {
    List<ServerSocket> held = new ArrayList<>();
    try {
      while (held.size() < count) {
        held.add(listening());
      }
      return held.stream().map(ServerSocket::getLocalPort).toList();
    } catch (IOException e) {
      throw new UncheckedIOException("no free port on the loopback interface", e);
    } finally {
      held.forEach(FreePorts::release);
    }
  }

  private static ServerSocket listening() throws IOException {
    for (int tries = 1; ; tries++) {
      try {
        int port = ThreadLocalRandom.current().nextInt(FIRST, END);
        return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
      } catch (BindException e) {
        if (tries == TRIES) {
          throw e;
        }
      }
    }
  }

  /** Whether somebody listens on the port. */
  static boolean taken(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  private static void release(ServerSocket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
