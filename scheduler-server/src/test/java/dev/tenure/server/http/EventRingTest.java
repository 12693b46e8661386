package dev.tenure.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class EventRingTest {

  private final EventRing ring = new EventRing(new Random(1));

  @Test
  void aClientGoesOnWhereItWas() {
    ring.add("run", Map.of("n", 1));
    String seen = ring.id();
    String second = ring.add("run", Map.of("n", 2));
    assertThat(second).isEqualTo("id: " + ring.id() + "\nevent: run\ndata: {\"n\":2}\n\n");
    assertThat(ring.after(seen)).contains(List.of(second));
    assertThat(ring.after(ring.id())).contains(List.of());
  }

  @Test
  void whatIsTooOldOrOfAnotherNodeIsNotKnown() {
    String first = ring.id();
    for (int i = 0; i < EventRing.KEPT; i++) {
      ring.add("run", Map.of());
    }
    assertThat(ring.after(first)).hasValueSatisfying(all -> assertThat(all).hasSize(4096));
    ring.add("run", Map.of());
    assertThat(ring.after(first)).isEmpty();
    assertThat(new EventRing(new Random(2)).after(ring.id())).isEmpty();
    for (String odd : List.of("", "-", "x", first + "x", first.replace("-0", "-99999"))) {
      assertThat(ring.after(odd)).as(odd).isEmpty();
    }
  }

  @Test
  void eventsThatFollowCloselyAreOneTheNewest() throws Exception {
    ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    List<String> sent = new ArrayList<>();
    Conflation conflation = new Conflation(thread);
    try {
      thread
          .submit(
              () -> {
                for (int i = 0; i < 100; i++) {
                  int number = i;
                  conflation.offer("a", () -> sent.add("a" + number));
                }
                conflation.offer("b", () -> sent.add("b"));
              })
          .get(60, TimeUnit.SECONDS);
    } finally {
      thread.shutdown(); // what was scheduled before still happens
    }
    assertThat(thread.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    assertThat(sent).startsWith("a0", "b").endsWith("a99").hasSize(3);
  }
}
