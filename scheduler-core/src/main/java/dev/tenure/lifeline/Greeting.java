package dev.tenure.lifeline;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The one line that a listening process says first: who it is, and between which two addresses it
 * sees the connection.
 *
 * @param incarnation the word of its endpoint
 * @param node its node
 * @param process itself, as its machine knows it
 * @param here its own address, as it sees it
 * @param there the caller's address, as it sees it
 */
record Greeting(
    String incarnation, String node, Optional<LocalProcess> process, String here, String there) {

  /** The longest line that is read. */
  static final int MAX_BYTES = 1024;

  static final String GOODBYE = "bye";
  private static final String HELLO = "tenure-lifeline";

  ByteBuffer bytes() {
    StringBuilder line = new StringBuilder(HELLO);
    line.append(" incarnation=").append(incarnation).append(" node=").append(node);
    process.ifPresent(
        it ->
            line.append(" machine=")
                .append(it.machine())
                .append(" pid=")
                .append(it.pid())
                .append(" started=")
                .append(it.started()));
    line.append(" here=").append(here).append(" there=").append(there).append('\n');
    return ByteBuffer.wrap(line.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** Reads a line; empty for what no process of ours says. */
  static Optional<Greeting> parse(String line) {
    String[] words = line.split(" ", -1);
    if (!words[0].equals(HELLO)) {
      return Optional.empty();
    }
    Map<String, String> said = new LinkedHashMap<>();
    for (String word : words) {
      int equals = word.indexOf('=');
      if (equals > 0) {
        said.put(word.substring(0, equals), word.substring(equals + 1));
      }
    }
    return Optional.of(
        new Greeting(
            said.getOrDefault("incarnation", ""),
            said.getOrDefault("node", ""),
            process(said),
            said.getOrDefault("here", ""),
            said.getOrDefault("there", "")));
  }

  private static Optional<LocalProcess> process(Map<String, String> said) {
    try {
      return Optional.of(
          new LocalProcess(
              said.getOrDefault("machine", ""),
              Long.parseLong(said.getOrDefault("pid", "")),
              Long.parseLong(said.getOrDefault("started", ""))));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** Whether the other end sees the connection between the same two addresses. */
  boolean sees(InetSocketAddress callersOwn, InetSocketAddress called) {
    return here.equals(text(called)) && there.equals(text(callersOwn));
  }

  /** An address in numbers, without the name of an interface. */
  static String text(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    int scope = host.indexOf('%');
    return (scope < 0 ? host : host.substring(0, scope)) + '/' + address.getPort();
  }
}
