package dev.tenure.server.http;

/**
 * The other end of a connection.
 *
 * @param address the address that it comes from, as text; behind a proxy, that of the proxy: no
 *     header is believed
 * @param port the port of this node that it has connected to
 * @param secure whether the connection is encrypted up to this node
 */
public record Peer(String address, int port, boolean secure) {

  /** Of a request that came over no connection. */
  static final Peer NOBODY = new Peer("", 0, false);
}
