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

  private long heard(String id) {
    return ring.number(id).orElseThrow();
  }

  @Test
  void aClientGoesOnWhereItWas() {
    ring.add("run", Map.of("n", 1));
    String seen = ring.id(ring.last());
    ring.add("run", Map.of("n", 2));
    assertThat(ring.after(heard(seen), 10))
        .isEqualTo(
            new EventRing.Piece(
                List.of("id: " + ring.id(2) + "\nevent: run\ndata: {\"n\":2}\n\n"), 2));
    assertThat(ring.after(2, 10)).isEqualTo(new EventRing.Piece(List.of(), 2));
  }

  @Test
  void whatIsTooOldIsReplacedByAWordThatSaysSo() {
    for (int i = 0; i < EventRing.KEPT; i++) {
      ring.add("run", Map.of("n", i + 1));
    }
    assertThat(ring.after(0, Integer.MAX_VALUE).events()).hasSize(EventRing.KEPT);
    assertThat(ring.after(0, 3).events())
        .extracting(event -> event.substring(event.indexOf('{')))
        .containsExactly("{\"n\":1}\n\n", "{\"n\":2}\n\n", "{\"n\":3}\n\n");
    ring.add("run", Map.of());
    assertThat(ring.after(1, 10).events()).hasSize(10);
    EventRing.Piece late = ring.after(0, 10);
    assertThat(late.events()).singleElement().asString().contains("event: reset");
    assertThat(late.last()).isEqualTo(ring.last());
  }

  @Test
  void whatIsOfAnotherNodeIsNotKnown() {
    String first = ring.id(0);
    assertThat(ring.number(first)).hasValue(0);
    assertThat(new EventRing(new Random(2)).number(first)).isEmpty();
    for (String odd : List.of("", "-", "x", first + "x", first.replace("-0", "-99999"))) {
      assertThat(ring.number(odd)).as(odd).isEmpty();
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
