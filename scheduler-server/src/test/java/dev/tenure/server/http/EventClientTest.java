package dev.tenure.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.server.http.EventFeed.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class EventClientTest {

  private final List<EventClient> gone = new ArrayList<>();
  private final EventRing ring = new EventRing(new Random(1));
  private final EventClient client = new EventClient(ring, "hello\n\n", 0, gone::add);

  private void tell(int events) {
    for (int i = 0; i < events; i++) {
      ring.add("run", Map.of());
      client.tell();
    }
  }

  private static long events(String text) {
    return text.lines().filter("event: run"::equals).count();
  }

  @Test
  void allThatHasComeUpIsTakenAtOnce() {
    int[] calls = {0};
    client.onMore(() -> calls[0]++);
    tell(2);
    String taken = client.take();
    assertThat(taken).startsWith("hello\n\nid: ");
    assertThat(events(taken)).isEqualTo(2);
    assertThat(client.take()).isEmpty();
    assertThat(calls[0]).isEqualTo(2);
  }

  @Test
  void whoIsBehindComesAfterPieceByPiece() {
    tell(EventClient.PIECE + 3);
    assertThat(events(client.take())).isEqualTo(EventClient.PIECE);
    assertThat(events(client.take())).isEqualTo(3);
    assertThat(client.take()).isEmpty();
  }

  @Test
  void whoIsTooFarBehindIsToldSoAndGoesOn() {
    tell(EventRing.KEPT + 1);
    assertThat(client.take()).contains("event: reset").doesNotContain("event: run");
    assertThat(client.take()).isEmpty();
    tell(1);
    assertThat(events(client.take())).isEqualTo(1);
    assertThat(client.state()).isEqualTo(State.OPEN);
    assertThat(gone).isEmpty();
  }

  @Test
  void onlyAnIdleClientHearsTheBeat() {
    client.take();
    tell(1);
    client.beat();
    assertThat(client.take()).endsWith("data: {}\n\n");
    client.beat();
    assertThat(client.take()).isEqualTo(": still here\n\n");
    client.beat();
    client.beat();
    assertThat(client.take()).as("one who does not read").isEqualTo(": still here\n\n");
  }

  @Test
  void anEndIsToldOnce() {
    int[] calls = {0};
    client.onMore(() -> calls[0]++);
    tell(1);
    client.close();
    client.close();
    assertThat(client.state()).isEqualTo(State.ENDED);
    assertThat(client.take()).isEmpty();
    assertThat(calls[0]).isEqualTo(2);
    assertThat(gone).containsExactly(client);
  }
}
