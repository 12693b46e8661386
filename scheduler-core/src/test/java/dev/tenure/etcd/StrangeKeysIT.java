package dev.tenure.etcd;

import static dev.tenure.etcd.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.store.Entry;
import dev.tenure.store.Listing;
import dev.tenure.testing.EtcdExtension;
import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Keys that no text is the name of, as any program may put them under our prefixes. */
class StrangeKeysIT {

  @RegisterExtension static final EtcdExtension etcd = new EtcdExtension();

  @Test
  void whoPagesThroughKeysThatAreNotTextComesToTheEnd() {
    String root = etcd.freshRoot();
    ByteSequence prefix = Transactions.bytes(root);
    int count = 0;
    try (Client client = Client.builder().endpoints(etcd.etcd().endpoints().get(0)).build()) {
      for (int first = 0x7e; first <= 0xff; first += 3) {
        for (byte second : new byte[] {0, '/', (byte) 0x80, (byte) 0xff}) {
          ByteSequence key = prefix.concat(ByteSequence.from(new byte[] {(byte) first, second}));
          await(client.getKVClient().put(key, Transactions.bytes("x")));
          count++;
        }
      }
    }
    try (EtcdStore store = etcd.open()) {
      for (int page : new int[] {1, 3, 1000}) {
        List<String> keys = new ArrayList<>();
        String after = root;
        Listing listing = await(store.list(root, after, page));
        while (!listing.entries().isEmpty() && keys.size() <= count) {
          listing.entries().stream().map(Entry::key).forEach(keys::add);
          after = keys.get(keys.size() - 1);
          listing = await(store.list(root, after, page));
        }
        assertThat(keys).as("pages of %s", page).hasSize(count).doesNotHaveDuplicates();
        assertThat(await(store.get(after))).isPresent();
      }
    }
  }
}
