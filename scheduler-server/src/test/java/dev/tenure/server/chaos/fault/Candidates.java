package dev.tenure.server.chaos.fault;

import dev.tenure.node.Proclamation;
import dev.tenure.store.Entry;
import dev.tenure.store.Store;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Who stands in an election, by the keys in etcd, which the harness reads on a way of its own. */
record Candidates(Store store, String election) {

  /**
   * One of them.
   *
   * @param node its node
   * @param pid its process
   * @param entry its key
   */
  record Candidate(String node, long pid, Entry entry) {}

  /** All, in the order of the queue: the first one leads. Throws when etcd does not answer. */
  List<Candidate> queue() throws Exception {
    return store
        .list(election + "/")
        .toCompletableFuture()
        .get(10, TimeUnit.SECONDS)
        .entries()
        .stream()
        .flatMap(
            entry ->
                Proclamation.parse(entry.value().utf8())
                    .map(said -> new Candidate(said.node(), said.pid(), entry))
                    .stream())
        .toList();
  }

  Optional<Candidate> leader() throws Exception {
    return queue().stream().findFirst();
  }
}
