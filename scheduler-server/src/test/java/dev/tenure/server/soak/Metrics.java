package dev.tenure.server.soak;

import java.util.stream.Stream;

/** What a process tells of itself in Prometheus's text format. */
record Metrics(String text) {

  private static final double MIB = 1024 * 1024;

  /** The sum over all series of a name whose labels hold all these texts; 0 when there is none. */
  double sum(String name, String... labels) {
    return text.lines()
        .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
        .filter(line -> Stream.of(labels).allMatch(line::contains))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  double mebibytes(String name) {
    return sum(name) / MIB;
  }

  /** Streams of a gRPC service that have begun and not ended. */
  double openStreams(String service) {
    String label = "grpc_service=\"" + service + "\"";
    return sum("grpc_server_started_total", label, "_stream\"")
        - sum("grpc_server_handled_total", label, "_stream\"");
  }
}
