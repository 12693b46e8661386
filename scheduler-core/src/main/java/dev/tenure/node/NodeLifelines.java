package dev.tenure.node;

import dev.tenure.config.FastPathConfig;
import dev.tenure.config.NodeConfig;
import dev.tenure.election.FastPath;
import dev.tenure.lifeline.Endpoint;
import dev.tenure.lifeline.SocketLifelines;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * The lifelines of a node, if its configuration has the crash fast path on: an endpoint, of which
 * its candidacies tell others, and the connections to theirs. Thread-safe.
 */
final class NodeLifelines implements AutoCloseable {

  private final Optional<SocketLifelines> lifelines;
  private final FastPathConfig config;

  private NodeLifelines(Optional<SocketLifelines> lifelines, FastPathConfig config) {
    this.lifelines = lifelines;
    this.config = config;
  }

  /**
   * Listens, if the configuration says so.
   *
   * @throws UncheckedIOException when the address cannot be had
   */
  static NodeLifelines open(NodeConfig node) {
    FastPathConfig config = node.fastPath();
    if (!config.enabled()) {
      return new NodeLifelines(Optional.empty(), config);
    }
    try {
      SocketLifelines opened =
          SocketLifelines.listen(config.bind().host(), config.bind().port(), node.name().value());
      return new NodeLifelines(Optional.of(opened), config);
    } catch (IOException e) {
      throw new UncheckedIOException("tenure.fast-path.bind: " + e.getMessage(), e);
    }
  }

  /** What candidacies advertise. */
  Optional<Endpoint> endpoint() {
    return lifelines.map(it -> it.endpoint(config.advertise().host(), config.advertise().port()));
  }

  /** What candidacies watch with. */
  Optional<FastPath> path() {
    return lifelines.map(
        it ->
            new FastPath(
                it, value -> Proclamation.parse(value.utf8()).flatMap(Proclamation::lifeline)));
  }

  /** To be called when no key of this process is left: others must not take it for a death. */
  @Override
  public void close() {
    lifelines.ifPresent(SocketLifelines::close);
  }
}
