package dev.tenure.server.http;

import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The names by which this server may be spoken to. A page of a foreign site whose name was made to
 * point here speaks under that name, and so gets nothing. Immutable.
 */
final class Hosts {

  private static final Pattern IP_V4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
  private static final Pattern LOOPBACK_V4 = Pattern.compile("127(\\.\\d{1,3}){3}");
  private static final Set<String> LOOPBACK = Set.of("localhost", "::1", "0:0:0:0:0:0:0:1");
  private static final Set<String> WILDCARDS = Set.of("0.0.0.0", "::", "0:0:0:0:0:0:0:0");

  private final Set<String> known = new TreeSet<>();
  private final boolean anyAddress;

  /**
   * Loopback and the given ones. A wildcard stands for every address of the machine; addresses are
   * no names, and nobody can make them point elsewhere.
   */
  Hosts(Collection<String> names) {
    names.forEach(name -> known.add(plain(name)));
    anyAddress = known.stream().anyMatch(WILDCARDS::contains);
    known.removeAll(WILDCARDS);
  }

  /** Whether it may be spoken to by this name: without a port. */
  boolean knows(String name) {
    String host = plain(name);
    return LOOPBACK.contains(host)
        || LOOPBACK_V4.matcher(host).matches()
        || known.contains(host)
        || (anyAddress && (host.contains(":") || IP_V4.matcher(host).matches()));
  }

  private static String plain(String name) {
    String host = name.toLowerCase(Locale.ROOT);
    if (host.startsWith("[") && host.endsWith("]")) {
      return host.substring(1, host.length() - 1);
    }
    return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
  }

  /** The names, for people. */
  @Override
  public String toString() {
    Set<String> all = new TreeSet<>(known);
    all.add("localhost");
    all.add("127.0.0.1");
    return String.join(", ", all) + (anyAddress ? ", any address" : "");
  }
}
