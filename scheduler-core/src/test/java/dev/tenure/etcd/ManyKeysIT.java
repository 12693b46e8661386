package dev.tenure.etcd;

import static dev.tenure.etcd.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.store.Bytes;
import dev.tenure.store.Commit;
import dev.tenure.store.CommitResult;
import dev.tenure.store.Entry;
import dev.tenure.store.LeaseId;
import dev.tenure.store.Listing;
import dev.tenure.testing.EtcdExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** More keys than are looked at for one page, beside others that are none of them. */
class ManyKeysIT {

  private static final int KEYS = 3 * (int) PageReading.MANY;
  private static final int AT_ONCE = 100;

  @RegisterExtension static final EtcdExtension etcd = new EtcdExtension();

  @Test
  void everyOneOfManyKeysIsReadOnceByPagesAndTogether() {
    String root = etcd.freshRoot();
    List<String> keys =
        IntStream.range(0, KEYS).mapToObj(i -> root + "jobs/job-" + i).sorted().toList();
    try (EtcdStore store = etcd.open()) {
      put(store, List.of(root + "jobs", root + "jobs0", root + "a", root + "z"));
      for (int from = 0; from < KEYS; from += AT_ONCE) {
        put(store, keys.subList(from, from + AT_ONCE));
      }
      for (int limit : new int[] {1000, 7000}) {
        assertThat(walk(store, root + "jobs/", limit)).isEqualTo(keys);
      }
      Listing all = await(store.list(root + "jobs/"));
      assertThat(all.entries()).extracting(Entry::key).isEqualTo(keys);
    }
  }

  private static void put(EtcdStore store, List<String> keys) {
    List<Commit.Write> puts = new ArrayList<>();
    keys.forEach(key -> puts.add(new Commit.Put(key, Bytes.utf8("x"), LeaseId.NONE)));
    assertThat(await(store.commit(new Commit(List.of(), puts))))
        .isInstanceOf(CommitResult.Committed.class);
  }

  private static List<String> walk(EtcdStore store, String prefix, int limit) {
    List<String> keys = new ArrayList<>();
    String after = prefix;
    int read = limit;
    while (read == limit) {
      Listing page = await(store.list(prefix, after, limit));
      read = page.entries().size();
      page.entries().forEach(entry -> keys.add(entry.key()));
      after = keys.get(keys.size() - 1);
    }
    return keys;
  }
}
