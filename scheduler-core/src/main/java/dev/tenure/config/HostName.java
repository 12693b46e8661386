package dev.tenure.config;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** The machine's name, for a node that is told none. */
final class HostName {

  private HostName() {}

  /** May ask the resolver, so it may block for a moment. */
  static String ofThisMachine() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      // The JDK puts the name first: the name is known, only its address is not.
      String message = String.valueOf(e.getMessage());
      int colon = message.indexOf(':');
      return colon > 0 ? message.substring(0, colon) : "localhost";
    }
  }
}
