package dev.tenure.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.server.http.EventFeed.State;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class EventClientTest {

  private final List<EventClient> gone = new ArrayList<>();
  private final EventClient client = new EventClient(List.of("hello\n\n"), gone::add);

  @Test
  void allThatHasComeUpIsTakenAtOnce() {
    int[] calls = {0};
    client.onMore(() -> calls[0]++);
    client.tell("a\n\n");
    client.tell("b\n\n");
    assertThat(client.take()).isEqualTo("hello\n\na\n\nb\n\n");
    assertThat(client.take()).isEmpty();
    assertThat(calls[0]).isEqualTo(2);
    assertThat(client.state()).isEqualTo(State.OPEN);
  }

  @Test
  void whoDoesNotTakeIsDropped() {
    for (int i = 0; i < EventClient.QUEUE; i++) {
      client.tell("x");
    }
    assertThat(client.state()).isEqualTo(State.OPEN);
    client.tell("x");
    assertThat(client.state()).isEqualTo(State.DROPPED);
    assertThat(gone).containsExactly(client);
    client.close();
    assertThat(gone).hasSize(1);
  }

  @Test
  void onlyAnIdleClientHearsTheBeat() {
    client.take();
    client.tell("a");
    client.beat();
    assertThat(client.take()).isEqualTo("a");
    client.beat();
    assertThat(client.take()).isEqualTo(": still here\n\n");
    client.beat();
    client.beat();
    assertThat(client.take()).isEqualTo(": still here\n\n: still here\n\n");
  }

  @Test
  void anEndIsToldOnce() {
    int[] calls = {0};
    client.onMore(() -> calls[0]++);
    client.close();
    client.close();
    assertThat(client.state()).isEqualTo(State.ENDED);
    assertThat(calls[0]).isEqualTo(1);
  }
}
