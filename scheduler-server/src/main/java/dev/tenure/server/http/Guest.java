package dev.tenure.server.http;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Whom limits count as one client: an address, or an IPv6 network of 64 bits, of which one client
 * has all addresses.
 *
 * @param text tells it from others
 */
record Guest(String text) {

  private static final int NETWORK_BYTES = 8;

  static Guest of(SocketAddress remote) {
    if (remote instanceof InetSocketAddress address && address.getAddress() != null) {
      InetAddress host = address.getAddress();
      return new Guest(
          host instanceof Inet6Address
              ? HexFormat.of().formatHex(Arrays.copyOf(host.getAddress(), NETWORK_BYTES))
              : host.getHostAddress());
    }
    return new Guest("elsewhere");
  }

  @Override
  public String toString() {
    return text;
  }
}
