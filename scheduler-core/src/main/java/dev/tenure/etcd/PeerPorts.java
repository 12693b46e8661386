package dev.tenure.etcd;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The ports on which the members of a data folder find each other. They are part of etcd's data, so
 * whoever starts the folder again must use the same; a small file in it keeps them.
 */
final class PeerPorts {

  private PeerPorts() {}

  /** The ports of the folder; the first start chooses {@code fresh}. */
  static List<Integer> of(Path data, List<Integer> fresh) throws IOException {
    Path file = data.resolve("peer-ports");
    if (!Files.exists(file)) {
      Files.write(file, fresh.stream().map(Object::toString).toList());
      return fresh;
    }
    List<Integer> kept = Files.readAllLines(file).stream().map(Integer::valueOf).toList();
    if (kept.size() != fresh.size()) {
      throw new IllegalStateException(
          "folder "
              + data
              + " holds an etcd with "
              + kept.size()
              + " member(s), not "
              + fresh.size()
              + ": start it so, or choose another folder");
    }
    return kept;
  }
}
