package dev.tenure.definition;

import dev.tenure.loop.EventLoop;
import dev.tenure.store.Entry;
import dev.tenure.store.Store;
import java.util.Set;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Lets two watches feed one view, and says when it is newer. On the loop. */
final class Feed {

  private final DefinitionScope scope;
  private final DefinitionIndex index;
  private final Listeners listeners;
  private final Runnable changed;

  Feed(DefinitionScope scope, DefinitionIndex index, Listeners listeners, Runnable changed) {
    this.scope = scope;
    this.index = index;
    this.listeners = listeners;
    this.changed = changed;
  }

  Tails tails(Store store, EventLoop loop, RandomGenerator random) {
    String definitions = scope.layout().definitions(scope.group());
    String requests = scope.layout().requests(scope.group());
    Part defined =
        new Part(definitions, index::defined, () -> listeners.tell(DefinitionListener::onResync));
    Part asked = new Part(requests, index::asked, () -> {});
    return new Tails(
        new Tail(store, definitions, loop, random, Tail.Again.WATCH, defined),
        new Tail(store, requests, loop, random, Tail.Again.READ, asked));
  }

  /** What lies under one prefix. */
  private final class Part implements Tail.Sink {

    private final String prefix;
    private final Supplier<Set<Thing>> things;
    private final Runnable resynced;
    private long passed;
    private boolean again;

    Part(String prefix, Supplier<Set<Thing>> things, Runnable resynced) {
      this.prefix = prefix;
      this.things = things;
      this.resynced = resynced;
    }

    @Override
    public void written(Entry entry) {
      index.written(entry);
    }

    @Override
    public void deleted(String key, long revision) {
      index.deleted(key, revision);
    }

    @Override
    public void listed(Set<String> keys, long revision) {
      if (again) {
        forget(keys, revision);
      }
      again = true;
      resynced.run();
    }

    private void forget(Set<String> keys, long revision) {
      for (Thing thing : things.get()) {
        if (!keys.contains(scope.key(thing))) {
          index.deleted(thing, revision);
        }
      }
      index.foreignKeys().stream()
          .filter(key -> key.startsWith(prefix) && !keys.contains(key))
          .forEach(key -> index.deleted(key, revision));
    }

    @Override
    public void drained(long revision) {
      if (revision > passed) {
        passed = revision;
        index.passed(prefix, revision);
      }
      changed.run();
    }
  }
}
