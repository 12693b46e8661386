package dev.tenure.config;

/**
 * A host and a TCP port.
 *
 * @param host a name or an address; an IPv6 address without brackets
 * @param port 0 to 65535; 0 means "any free one" where something listens
 */
public record HostPort(String host, int port) {

  private static final String FORM = "host:port, such as 127.0.0.1:7070 or [::1]:7070";

  public HostPort {
    if (host.isEmpty() || host.chars().anyMatch(c -> c <= ' ' || c == '/')) {
      throw new IllegalArgumentException("\"" + host + "\" is not a host; allowed: " + FORM);
    }
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("port " + port + " is not in 0 to 65535");
    }
  }

  /** Reads {@code host:port}; throws {@link IllegalArgumentException} for anything else. */
  public static HostPort parse(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 1) {
      throw new IllegalArgumentException("\"" + text + "\" has no port; allowed: " + FORM);
    }
    String host = text.substring(0, colon);
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    if (!bracketed && host.indexOf(':') >= 0) {
      throw new IllegalArgumentException("\"" + text + "\" needs brackets; allowed: " + FORM);
    }
    try {
      int port = Integer.parseInt(text.substring(colon + 1));
      return new HostPort(bracketed ? host.substring(1, host.length() - 1) : host, port);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("\"" + text + "\" has no port; allowed: " + FORM, e);
    }
  }

  /** Whether only programs on the same machine can reach it. Asks no name service. */
  public boolean isLoopback() {
    return host.equals("localhost")
        || host.equals("::1")
        || host.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
  }

  /** Whether it stands for every address of the machine, so that nobody can connect to it. */
  public boolean isWildcard() {
    return host.equals("0.0.0.0") || host.equals("::");
  }

  /** {@code host:port}, an IPv6 address in brackets. */
  @Override
  public String toString() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}
