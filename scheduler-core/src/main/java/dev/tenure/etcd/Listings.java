package dev.tenure.etcd;

import dev.tenure.store.Entry;
import dev.tenure.store.Listing;
import dev.tenure.store.StoreException;
import io.etcd.jetcd.KV;
import io.etcd.jetcd.options.GetOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Reads whole prefixes in pages, all at the revision of the first page, so that a large listing is
 * one consistent picture and no single answer holds up etcd.
 */
final class Listings {

  private static final int PAGE = 1000;
  private static final int ATTEMPTS = 3;

  private final EtcdCalls calls;
  private final KV kv;
  private final PageReading pages = new PageReading(this::ask);

  Listings(EtcdCalls calls, KV kv) {
    this.calls = calls;
    this.kv = kv;
  }

  CompletableFuture<Listing> list(String prefix) {
    return list(prefix, ATTEMPTS);
  }

  /** One page at the present revision, sorted by key. */
  CompletableFuture<Listing> page(String prefix, String afterKey, int limit) {
    return pages.page(prefix, afterKey, limit, 0);
  }

  private CompletableFuture<PageReading.Answer> ask(KeyRange range, int limit, long revision) {
    GetOption option =
        GetOption.builder().withRange(range.end()).withRevision(revision).withLimit(limit).build();
    return calls
        .call(what(range), () -> kv.get(range.start(), option))
        .thenApply(
            answer ->
                new PageReading.Answer(
                    answer.getHeader().getRevision(),
                    answer.getKvs().stream().map(Transactions::entry).toList(),
                    answer.getCount()));
  }

  private static String what(KeyRange range) {
    String start = Transactions.text(range.start());
    return start.endsWith("\0")
        ? "list what is after " + start.substring(0, start.length() - 1)
        : "list " + start;
  }

  private CompletableFuture<Listing> list(String prefix, int attemptsLeft) {
    return rest(prefix, prefix, 0, new ArrayList<>())
        .exceptionallyCompose(
            thrown -> {
              // The first page's revision was compacted meanwhile: begin again at a newer one.
              boolean again = attemptsLeft > 1 && compacted(thrown);
              return again
                  ? list(prefix, attemptsLeft - 1)
                  : CompletableFuture.<Listing>failedFuture(thrown);
            });
  }

  private CompletableFuture<Listing> rest(
      String prefix, String afterKey, long revision, List<Entry> found) {
    return pages
        .page(prefix, afterKey, PAGE, revision)
        .thenCompose(
            page -> {
              found.addAll(page.entries());
              if (page.entries().size() == PAGE) {
                String last = found.get(found.size() - 1).key();
                return rest(prefix, last, page.revision(), found);
              }
              found.sort(Comparator.comparingLong(Entry::createRevision).thenComparing(Entry::key));
              return CompletableFuture.completedFuture(new Listing(page.revision(), found));
            });
  }

  private static boolean compacted(Throwable thrown) {
    Throwable cause = thrown instanceof CompletionException ? thrown.getCause() : thrown;
    return cause instanceof StoreException e && e.kind() == StoreException.Kind.COMPACTED;
  }
}
