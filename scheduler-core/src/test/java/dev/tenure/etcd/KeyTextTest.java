package dev.tenure.etcd;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.testing.Fuzz;
import io.etcd.jetcd.ByteSequence;
import org.junit.jupiter.api.Test;

class KeyTextTest {

  @Test
  void utf8StaysWhatItIs() {
    for (String key : new String[] {"", "/tenure/a", "ä€😀", "\ufffd", "\ud83d\udc80"}) {
      ByteSequence bytes = ByteSequence.from(key, UTF_8);
      assertThat(KeyText.of(bytes)).isEqualTo(key);
      assertThat(KeyText.bytes(key)).isEqualTo(bytes);
    }
  }

  @Test
  void anyBytesAreReadBack() {
    Fuzz.run(
        "keys",
        20_000,
        random -> {
          byte[] bytes = Fuzz.random(random, random.nextInt(20));
          if (random.nextBoolean()) {
            bytes = Fuzz.mutated(random, "/tenure/jobs/ä€😀/x".getBytes(UTF_8));
          }
          ByteSequence key = ByteSequence.from(bytes);
          assertThat(KeyText.bytes(KeyText.of(key))).isEqualTo(key);
        });
  }
}
