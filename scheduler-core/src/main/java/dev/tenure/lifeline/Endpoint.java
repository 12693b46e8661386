package dev.tenure.lifeline;

/**
 * Where a process listens for lifelines, as it advertises it.
 *
 * @param host a name or an address; an IPv6 address without brackets
 * @param port its TCP port; positive
 * @param incarnation a random word that this process drew when it started: no other process, and no
 *     later one at the same address, has it
 */
public record Endpoint(String host, int port, String incarnation) {

  /** Throws {@link IllegalArgumentException} for what cannot be connected to. */
  public Endpoint {
    if (host.isBlank() || port < 1 || port > 65535 || incarnation.isBlank()) {
      throw new IllegalArgumentException(
          "not an endpoint: \"" + host + "\", port " + port + ", \"" + incarnation + '"');
    }
  }

  @Override
  public String toString() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}
