package dev.tenure.etcd;

import dev.tenure.store.Entry;
import dev.tenure.store.Listing;
import dev.tenure.store.StoreException;
import io.etcd.jetcd.KV;
import io.etcd.jetcd.KeyValue;
import io.etcd.jetcd.kv.GetResponse;
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

  Listings(EtcdCalls calls, KV kv) {
    this.calls = calls;
    this.kv = kv;
  }

  CompletableFuture<Listing> list(String prefix) {
    return list(prefix, ATTEMPTS);
  }

  /** One page at the present revision, sorted by key. */
  CompletableFuture<Listing> page(String prefix, String afterKey, int limit) {
    KeyRange whole = KeyRange.ofPrefix(prefix);
    KeyRange range = afterKey.equals(prefix) ? whole : whole.after(Transactions.bytes(afterKey));
    GetOption option = GetOption.builder().withRange(range.end()).withLimit(limit).build();
    return calls
        .call("list " + prefix + " after " + afterKey, () -> kv.get(range.start(), option))
        .thenApply(
            answer ->
                new Listing(
                    answer.getHeader().getRevision(),
                    answer.getKvs().stream().map(Transactions::entry).toList()));
  }

  private CompletableFuture<Listing> list(String prefix, int attemptsLeft) {
    return page("list " + prefix, KeyRange.ofPrefix(prefix), 0, new ArrayList<>())
        .exceptionallyCompose(
            thrown -> {
              // The first page's revision was compacted meanwhile: begin again at a newer one.
              boolean again = attemptsLeft > 1 && compacted(thrown);
              return again
                  ? list(prefix, attemptsLeft - 1)
                  : CompletableFuture.<Listing>failedFuture(thrown);
            });
  }

  private CompletableFuture<Listing> page(
      String what, KeyRange range, long revision, List<KeyValue> found) {
    GetOption option =
        GetOption.builder().withRange(range.end()).withRevision(revision).withLimit(PAGE).build();
    return calls
        .call(what, () -> kv.get(range.start(), option))
        .thenCompose(answer -> continued(what, range, revision, found, answer));
  }

  private CompletableFuture<Listing> continued(
      String what, KeyRange range, long revision, List<KeyValue> found, GetResponse answer) {
    found.addAll(answer.getKvs());
    long pinned = revision == 0 ? answer.getHeader().getRevision() : revision;
    if (answer.isMore() && !answer.getKvs().isEmpty()) {
      return page(what, range.after(found.get(found.size() - 1).getKey()), pinned, found);
    }
    List<Entry> entries =
        found.stream()
            .map(Transactions::entry)
            .sorted(Comparator.comparingLong(Entry::createRevision).thenComparing(Entry::key))
            .toList();
    return CompletableFuture.completedFuture(new Listing(pinned, entries));
  }

  private static boolean compacted(Throwable thrown) {
    Throwable cause = thrown instanceof CompletionException ? thrown.getCause() : thrown;
    return cause instanceof StoreException e && e.kind() == StoreException.Kind.COMPACTED;
  }
}
