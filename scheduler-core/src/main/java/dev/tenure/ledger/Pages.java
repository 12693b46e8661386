package dev.tenure.ledger;

import dev.tenure.loop.EventLoop;
import dev.tenure.store.Entry;
import dev.tenure.store.Listing;
import dev.tenure.store.Store;
import dev.tenure.store.StoreException;
import dev.tenure.time.Backoff;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Walks through everything under a prefix in pages, for as long as it takes: a page that fails is
 * asked for again, one that is too large is asked for in smaller ones. Confined to its loop.
 */
final class Pages {

  private static final Logger log = LoggerFactory.getLogger(Pages.class);
  private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(50), Duration.ofSeconds(2));

  private final Store store;
  private final EventLoop loop;
  private final RandomGenerator random;

  Pages(Store store, EventLoop loop, RandomGenerator random) {
    this.store = store;
    this.loop = loop;
    this.random = random;
  }

  /** One walk. */
  private final class Walk {
    private final String prefix;
    private final BooleanSupplier wanted;
    private final Consumer<Listing> page;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private String after;
    private int limit;
    private int failures;

    Walk(String prefix, String after, int limit, BooleanSupplier wanted, Consumer<Listing> page) {
      this.prefix = prefix;
      this.after = after;
      this.limit = limit;
      this.wanted = wanted;
      this.page = page;
    }

    void ask() {
      if (!wanted.getAsBoolean()) {
        return;
      }
      int asked = limit;
      list(asked).whenCompleteAsync((listing, thrown) -> answered(asked, listing, thrown), loop);
    }

    private CompletableFuture<Listing> list(int asked) {
      try {
        return store.list(prefix, after, asked).toCompletableFuture();
      } catch (RuntimeException e) {
        return CompletableFuture.failedFuture(e);
      }
    }

    private void answered(int asked, @Nullable Listing listing, @Nullable Throwable thrown) {
      if (!wanted.getAsBoolean()) {
        return;
      }
      if (listing == null) {
        failed(asked, storeException(thrown));
        return;
      }
      failures = 0;
      page.accept(listing);
      if (listing.entries().size() < asked) {
        done.complete(null);
      } else {
        Entry last = listing.entries().get(listing.entries().size() - 1);
        after = last.key();
        ask();
      }
    }

    private void failed(int asked, StoreException cause) {
      if (cause.kind() == StoreException.Kind.LIMIT && asked > 1) {
        limit = asked / 2;
      }
      failures++;
      if (failures == 5) {
        log.warn("{} cannot be read, trying again: {}", prefix, cause.getMessage());
      }
      loop.schedule(BACKOFF.wait(failures, random), this::ask);
    }
  }

  /**
   * Hands over page after page.
   *
   * @param after the key after which to begin; the prefix itself for the beginning
   * @param limit the most entries of a page
   * @param wanted whether to go on; when not, the stage never completes
   */
  CompletableFuture<Void> walk(
      String prefix, String after, int limit, BooleanSupplier wanted, Consumer<Listing> page) {
    Walk walk = new Walk(prefix, after, limit, wanted, page);
    walk.ask();
    return walk.done;
  }

  static StoreException storeException(@Nullable Throwable thrown) {
    Throwable cause = thrown;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof StoreException known) {
      return known;
    }
    return new StoreException(
        StoreException.Kind.INVALID, "the store answered in no known way: " + cause, cause);
  }
}
