package dev.tenure.etcd;

import dev.tenure.store.Entry;
import dev.tenure.store.Listing;
import io.etcd.jetcd.ByteSequence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Reads pages of a prefix without a look at all that comes behind them.
 *
 * <p>etcd looks at every key of the range that it is asked for, with its index locked, and counts
 * off the page afterwards ({@code Revisions} of its {@code mvcc/index.go}): a thousand of a million
 * keys cost 150 to 250 ms, in which it writes nothing, and to page through them all a thousand
 * times that. So where there are many keys, less is asked for: those that share so many first bytes
 * with the key before, then, until the page is full, the rest of those that share one byte less.
 * How many bytes that is, is learned from the pages before. Thread-safe.
 */
final class PageReading {

  /** How many keys etcd may look at for a page; it takes some 5 ms then. */
  static final long MANY = 20_000;

  /** A page that is made of more parts than that wants longer ones. */
  private static final int PARTS = 3;

  private final Source source;

  /** For prefixes with many keys: how many first bytes the keys of a part share. */
  private final Map<String, Integer> shared = new ConcurrentHashMap<>();

  /** Asks etcd for the first keys of a range. */
  interface Source {
    /**
     * Answers with what the range holds at a revision.
     *
     * @param revision zero for the present one
     */
    CompletableFuture<Answer> ask(KeyRange range, int limit, long revision);
  }

  /**
   * The first keys of a range.
   *
   * @param revision the store's present one
   * @param entries sorted by key
   * @param count how many keys the whole range has
   */
  record Answer(long revision, List<Entry> entries, long count) {
    Answer {
      entries = List.copyOf(entries);
    }
  }

  PageReading(Source source) {
    this.source = source;
  }

  /**
   * A page at one revision.
   *
   * @param afterKey where the page before ended; the prefix itself for the first page
   * @param limit how many entries it has, if there are so many
   * @param revision zero for the present one
   */
  CompletableFuture<Listing> page(String prefix, String afterKey, int limit, long revision) {
    KeyRange all = KeyRange.ofPrefix(prefix);
    if (afterKey.equals(prefix)) {
      return new Page(prefix, all, limit, revision).ask(all);
    }
    ByteSequence after = Transactions.bytes(afterKey);
    KeyRange left = all.after(after);
    int bytes = shared.getOrDefault(prefix, 0);
    boolean narrow = bytes > Transactions.bytes(prefix).size();
    return new Page(prefix, left, limit, revision).ask(narrow ? left.whileAs(after, bytes) : left);
  }

  /** One page in the making. */
  private final class Page {
    private final String prefix;
    private final KeyRange left;
    private final int limit;
    private final List<Entry> entries = new ArrayList<>();
    private long revision;
    private int parts;

    Page(String prefix, KeyRange left, int limit, long revision) {
      this.prefix = prefix;
      this.left = left;
      this.limit = limit;
      this.revision = revision;
    }

    CompletableFuture<Listing> ask(KeyRange part) {
      return source
          .ask(part, limit - entries.size(), revision)
          .thenCompose(answer -> answered(part, answer));
    }

    private CompletableFuture<Listing> answered(KeyRange part, Answer answer) {
      revision = revision == 0 ? answer.revision() : revision;
      entries.addAll(answer.entries());
      boolean last = part.end().equals(left.end());
      parts++;
      if (parts == 1) {
        learn(answer.count(), last);
      }
      if (entries.size() < limit && !last) {
        return ask(left.behind(part).whileAs(part.end(), part.end().size() - 1));
      }
      if (!last && parts > PARTS) {
        shared.computeIfPresent(prefix, (key, bytes) -> bytes - 1);
      }
      return CompletableFuture.completedFuture(new Listing(revision, entries));
    }

    /** A part is to hold about as much as this page; if it was too long, less than it did. */
    private void learn(long count, boolean all) {
      if (count > MANY) {
        byte[] first = Transactions.bytes(entries.get(0).key()).getBytes();
        byte[] last = Transactions.bytes(entries.get(entries.size() - 1).key()).getBytes();
        int mismatch = Arrays.mismatch(first, last);
        int fits = (mismatch < 0 ? first.length : mismatch) + 1;
        shared.merge(prefix, fits, (now, other) -> all ? other : Math.max(now + 1, other));
      } else if (all) {
        shared.remove(prefix);
      }
    }
  }
}
