package dev.tenure.definition;

import static dev.tenure.definition.Specs.SINCE;
import static dev.tenure.definition.Specs.jobName;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.definition.Cluster.Node;
import dev.tenure.election.Leadership;
import dev.tenure.model.RunId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class RequestsTest {

  private final Cluster cluster = new Cluster(2);
  private final Node one = cluster.following("node-1");
  private final Node two = cluster.following("node-2");

  private RunRequest run(Node node) {
    return RunRequest.of(
        node.definitions.ids().request(), jobName("a"), Map.of("k", 5L), "me", SINCE);
  }

  @Test
  void aRequestIsSeenByAllWithTheRunThatItWillHave() {
    RunRequest request = run(one);

    assertThat(cluster.await(one.definitions.submit(request)))
        .isInstanceOf(ChangeResult.Changed.class);
    cluster.settle();

    assertThat(one.view().request(request.id())).isPresent();
    assertThat(two.view().requests()).extracting(Kept::value).containsExactly(request);
    assertThat(request.run(Cluster.GROUP).toString())
        .isEqualTo("g/a/manual~" + request.id() + "/" + SINCE.toEpochMilli() + "/1");
  }

  @Test
  void aLeaderKnowsWhatWasAskedAndWhatIsDoneWhateverItsWatchHasMissed() {
    RunRequest done = run(one);
    cluster.await(one.definitions.submit(done));
    cluster.settle();
    two.client.network().silentWatches = true;
    Leadership before = cluster.lead("one");
    cluster.await(one.definitions.forget(before, List.copyOf(one.view().requests())));
    RunRequest asked = run(one);
    cluster.await(one.definitions.submit(asked));
    cluster.settle();
    two.client.network().silentWatches = false;
    assertThat(two.view().requests()).extracting(Kept::value).containsExactly(done);

    assertThat(cluster.await(two.definitions.takeOver(cluster.lead("two")))).isTrue();

    assertThat(two.view().requests()).extracting(Kept::value).containsExactly(asked);
  }

  @Test
  void theLeaderForgetsWhatIsDone() {
    InterruptRequest request =
        new InterruptRequest(
            two.definitions.ids().request(),
            RunId.of(Cluster.GROUP, jobName("a"), 5000, 1),
            "me",
            SINCE);
    cluster.await(two.definitions.submit(request));
    cluster.settle();
    List<String> heard = new ArrayList<>();
    two.definitions.onChange(
        new DefinitionListener() {
          @Override
          public void onRequestGone(Kept<Request> gone) {
            heard.add(gone.value().id());
          }
        });
    Leadership leadership = cluster.lead("one");

    ChangeResult result =
        cluster.await(one.definitions.forget(leadership, List.copyOf(one.view().requests())));

    assertThat(result).isInstanceOf(ChangeResult.Changed.class);
    cluster.settle();
    assertThat(heard).containsExactly(request.id());
    assertThat(cluster.store.entries(Cluster.LAYOUT.requests(Cluster.GROUP))).isEmpty();
  }

  /** A leader that takes each request at once, while answers are lost on the asker's way. */
  @Test
  void aRequestIsTakenOnceThoughItsAnswersAreLost() {
    Set<String> taken = new HashSet<>();
    List<String> twice = new ArrayList<>();
    two.definitions.onChange(
        new DefinitionListener() {
          @Override
          public void onRequest(Kept<Request> request) {
            if (!taken.add(request.value().id())) {
              twice.add(request.value().id());
            }
            cluster.store.delete(Cluster.LAYOUT.request(Cluster.GROUP, request.value().id()));
          }
        });
    one.client.callTimeout(Duration.ofMillis(50));
    one.client.network().lostAnswers = 0.4;

    for (int i = 0; i < 50; i++) {
      RunRequest request = run(one);
      assertThat(cluster.await(one.definitions.submit(request)))
          .isInstanceOf(ChangeResult.Changed.class);
      cluster.settle();
      assertThat(taken).contains(request.id());
    }

    assertThat(twice).isEmpty();
    assertThat(taken).hasSize(50);
  }

  @Test
  void anAnnouncementThatNeverBecameARequestIsSwept() {
    String key = Cluster.LAYOUT.request(Cluster.GROUP, "abc");
    cluster.store.put(
        key, "{\"announced\":true,\"by\":\"n\",\"at\":\"2026-01-01T00:00:00Z\",\"change\":\"x\"}");
    cluster.time.pass(Duration.ofMinutes(5));
    assertThat(cluster.store.entries(key)).hasSize(1);
    assertThat(one.view().requests()).isEmpty();

    cluster.time.pass(Duration.ofMinutes(6));

    assertThat(cluster.store.entries(key)).isEmpty();
  }
}
