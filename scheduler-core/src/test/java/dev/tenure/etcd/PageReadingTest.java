package dev.tenure.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.store.Bytes;
import dev.tenure.store.Entry;
import dev.tenure.store.LeaseId;
import dev.tenure.store.Listing;
import io.etcd.jetcd.ByteSequence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Against an index that counts what it looks at, as etcd's does. */
final class PageReadingTest {

  private static final String PREFIX = "/root/jobs/default/";
  private static final int MANY_KEYS = 200_000;

  private static String number(int i) {
    return "job-" + i;
  }

  private static String ofASmallFamily(int i) {
    return "family-" + i % 20_000 + "/" + i;
  }

  /** How names may be distributed. */
  static Stream<Named<IntFunction<String>>> shapes() {
    return Stream.of(
        Named.of("numbers", PageReadingTest::number),
        Named.of("numbers of one length", i -> String.format("job-%08d", i)),
        Named.of("hashes", i -> Long.toHexString(new Random(i).nextLong())),
        Named.of("a long prefix", i -> "the-department-of-things/the-reports/nightly/" + i),
        Named.of("few large families", i -> "family-" + i % 3 + "/" + i),
        Named.of("many small families", PageReadingTest::ofASmallFamily),
        Named.of("one far away", i -> i == 0 ? "zzz" : "a" + i),
        Named.of("any letters", i -> Character.toString(0xe0 + i % 90) + i + "\ud83d\ude00"));
  }

  private static List<String> take(int many, IntFunction<String> name) {
    return IntStream.range(0, many).mapToObj(i -> PREFIX + name.apply(i)).toList();
  }

  /** An index of keys in the order of bytes. */
  private static final class Index implements PageReading.Source {
    private final NavigableMap<byte[], Entry> keys = new TreeMap<>(Arrays::compareUnsigned);
    private final List<Long> revisions = new ArrayList<>();
    private long lookedAt;

    Index(List<String> names) {
      names.forEach(this::add);
      add("/root/jobs/default0");
      add("/root/jobs/default");
      add("/a");
      add("/z");
    }

    private void add(String key) {
      keys.put(
          Transactions.bytes(key).getBytes(), new Entry(key, Bytes.utf8(""), 1, 1, LeaseId.NONE));
    }

    @Override
    public CompletableFuture<PageReading.Answer> ask(KeyRange range, int limit, long revision) {
      assertThat(limit).isPositive();
      ByteSequence end = range.end();
      assertThat(Arrays.compareUnsigned(range.start().getBytes(), end.getBytes())).isNegative();
      List<Entry> found =
          List.copyOf(keys.subMap(range.start().getBytes(), end.getBytes()).values());
      lookedAt += found.size();
      revisions.add(revision);
      return CompletableFuture.completedFuture(
          new PageReading.Answer(
              1000 + revisions.size(),
              found.subList(0, Math.min(limit, found.size())),
              found.size()));
    }
  }

  private static List<String> walk(PageReading reading, int limit) {
    List<String> keys = new ArrayList<>();
    Listing page = reading.page(PREFIX, PREFIX, limit, 0).join();
    page.entries().forEach(entry -> keys.add(entry.key()));
    while (page.entries().size() == limit) {
      page = reading.page(PREFIX, keys.get(keys.size() - 1), limit, 0).join();
      page.entries().forEach(entry -> keys.add(entry.key()));
    }
    assertThat(page.entries()).hasSizeLessThan(limit);
    return keys;
  }

  private static List<String> sorted(List<String> names) {
    return names.stream()
        .sorted(
            (one, other) ->
                Arrays.compareUnsigned(
                    Transactions.bytes(one).getBytes(), Transactions.bytes(other).getBytes()))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void everyKeyIsReadOnceAndInOrder(IntFunction<String> name) {
    List<String> all = take(30_000, name);
    for (int limit : new int[] {7, 200, 1000, 40_000}) {
      assertThat(walk(new PageReading(new Index(all)), limit)).isEqualTo(sorted(all));
    }
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void manyKeysAreNotLookedAtAgainForEachPage(IntFunction<String> name) {
    Index index = new Index(take(MANY_KEYS, name));
    PageReading reading = new PageReading(index);
    assertThat(walk(reading, 1000)).hasSize(MANY_KEYS);
    // Page by page it would be a hundred times as many as there are.
    assertThat(index.lookedAt).isLessThan(30L * MANY_KEYS);
    assertThat(index.revisions).hasSizeLessThan(MANY_KEYS / 1000 * 6);
  }

  @Test
  void aSecondWalkKnowsWhatTheFirstHasLearned() {
    Index index = new Index(take(MANY_KEYS, PageReadingTest::number));
    PageReading reading = new PageReading(index);
    walk(reading, 1000);
    long first = index.lookedAt;
    walk(reading, 1000);
    assertThat(index.lookedAt - first).isLessThanOrEqualTo(first);
  }

  @Test
  void fewKeysAreAskedForInOneRange() {
    Index index = new Index(take(10_000, PageReadingTest::number));
    walk(new PageReading(index), 1000);
    assertThat(index.revisions).hasSize(11);
  }

  @Test
  void thePartsOfAPageAreOfOneRevision() {
    Index index = new Index(take(MANY_KEYS, PageReadingTest::number));
    PageReading reading = new PageReading(index);
    int mostParts = 0;
    String last = PREFIX;
    for (int i = 0; i < 50; i++) {
      index.revisions.clear();
      Listing page = reading.page(PREFIX, last, 1000, 0).join();
      assertThat(index.revisions).first().isEqualTo(0L);
      assertThat(index.revisions.stream().skip(1)).allMatch(asked -> asked == page.revision());
      mostParts = Math.max(mostParts, index.revisions.size());
      last = page.entries().get(999).key();
    }
    assertThat(mostParts).isGreaterThan(1);
  }

  @Test
  void aGivenRevisionIsKept() {
    Index index = new Index(take(MANY_KEYS, PageReadingTest::number));
    PageReading reading = new PageReading(index);
    Listing first = reading.page(PREFIX, PREFIX, 1000, 7).join();
    Listing second =
        reading.page(PREFIX, first.entries().get(999).key(), 1000, first.revision()).join();
    assertThat(List.of(first.revision(), second.revision())).containsOnly(7L);
    assertThat(index.revisions).containsOnly(7L);
  }
}
