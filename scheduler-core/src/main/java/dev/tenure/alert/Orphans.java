package dev.tenure.alert;

import dev.tenure.alert.AlertEvent.Left;
import dev.tenure.loop.EventLoop;
import dev.tenure.model.KeyLayout;
import dev.tenure.store.Listing;
import dev.tenure.store.Store;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Notices of processes that ended before they were delivered. Whoever finds one delivers it, under
 * the same key: it has been sent already when the process ended right after that. Confined to the
 * loop.
 */
final class Orphans {

  private final Store store;
  private final KeyLayout layout;
  private final String self;
  private final AlertBook book;
  private final EventLoop loop;

  Orphans(Store store, KeyLayout layout, String self, AlertBook book, EventLoop loop) {
    this.store = store;
    this.layout = layout;
    this.self = self;
    this.book = book;
    this.loop = loop;
  }

  /** Looks for notices of others, and then whether these live. */
  void look() {
    Set<String> others = new HashSet<>();
    for (Alert alert : book.all()) {
      alert.pending().forEach(one -> others.add(one.by()));
    }
    others.remove(self);
    if (!others.isEmpty()) {
      store
          .list(layout.nodes())
          .thenAcceptAsync(nodes -> adopt(others, nodes), loop)
          .exceptionally(failure -> null);
    }
  }

  private void adopt(Set<String> others, Listing nodes) {
    Set<String> living =
        nodes.entries().stream()
            .map(entry -> entry.key().substring(layout.nodes().length()))
            .map(rest -> rest.substring(0, Math.max(0, rest.lastIndexOf('/'))))
            .collect(Collectors.toSet());
    // Another process of this node's own name has been before this one.
    living.remove(nodeOf(self));
    Set<String> left =
        others.stream()
            .filter(process -> !living.contains(nodeOf(process)))
            .collect(Collectors.toSet());
    for (Alert alert : book.all()) {
      if (alert.pending().stream().anyMatch(one -> left.contains(one.by()))) {
        book.post(alert.id(), new Left(left));
      }
    }
  }

  private static String nodeOf(String process) {
    return process.substring(0, Math.max(0, process.indexOf('#')));
  }
}
