package dev.tenure.definition;

import static dev.tenure.definition.Specs.durable;
import static dev.tenure.definition.Specs.jobName;
import static dev.tenure.definition.Specs.trigger;
import static dev.tenure.definition.Specs.triggerName;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.definition.Cluster.Node;
import dev.tenure.model.NodeName;
import dev.tenure.schedule.Grids;
import dev.tenure.store.Bytes;
import dev.tenure.store.Entry;
import dev.tenure.store.LeaseId;
import dev.tenure.testing.Fuzz;
import dev.tenure.testing.LoggedErrors;
import dev.tenure.testing.OddJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.Arguments;

/**
 * Definitions and requests that somebody has changed at random: every node reads on, says which key
 * it cannot use, and the job beside the broken one can be seen and changed.
 */
final class DefinitionsFuzzTest {

  private static final List<String> STRANGE_NAMES =
      List.of(
          "",
          "x",
          "/",
          "job/",
          "job/a/b",
          "job/\u0000",
          "trigger/..",
          "trigger/ä\ufffd",
          "calendar/",
          "calendar/%",
          "calendar/%ZZ%00",
          "paused/x",
          "job/" + "x".repeat(3000),
          "jobs");

  private static LoggedErrors errors;

  @BeforeAll
  static void listen() {
    errors = LoggedErrors.taken();
  }

  @AfterAll
  static void stopListening() {
    errors.close();
  }

  @Test
  void whatCannotBeReadIsNamedAndHarmsNothingElse() {
    List<Entry> samples = samples();
    Fuzz.run("definitions", 150, random -> trial(random, samples));
  }

  private static void trial(Random random, List<Entry> samples) {
    Cluster cluster = new Cluster(random.nextLong());
    Node writer = cluster.following("node-1");
    cluster.await(
        writer.definitions.decide(
            changes ->
                changes.storeJobsAndTriggers(
                    Map.of(durable("good"), List.of(trigger("good", "good"))), false)));
    spoil(cluster, random, samples);
    Node late = cluster.following("node-2");
    spoil(cluster, random, samples);
    cluster.settle();

    for (Node node : List.of(writer, late)) {
      usable(node, cluster);
      assertThat(node.view().job(jobName("good"))).isPresent();
      assertThat(node.view().trigger(triggerName("good"))).isPresent();
    }
    assertThat(late.view().problems()).isEqualTo(writer.view().problems());
    late.view()
        .problems()
        .forEach((key, what) -> assertThat(errors.containing(key)).as(what).isNotEmpty());
    ChangeResult changed =
        cluster.await(
            late.definitions.decide(
                changes -> changes.storeJob(durable("good").withData(Map.of("k", 1)), true)));
    assertThat(changed).isInstanceOf(ChangeResult.Changed.class);
    cluster.settle();
    assertThat(writer.view().job(jobName("good")).orElseThrow().value().data())
        .containsEntry("k", 1);
    errors.requireNoDefect();
  }

  /** What counts as readable must bear to be used. */
  private static void usable(Node node, Cluster cluster) {
    for (var name : node.view().triggerNames()) {
      TriggerSpec spec = node.view().trigger(name).orElseThrow().value();
      try {
        Grids.of(spec.schedule()).next(cluster.time.wallClock().instant());
      } catch (IllegalArgumentException e) {
        assertThat(e).hasMessageMatching("(?s).+");
      }
    }
    node.view().requests().forEach(request -> assertThat(request.value().toString()).isNotEmpty());
  }

  private static void spoil(Cluster cluster, Random random, List<Entry> samples) {
    for (int left = 1 + random.nextInt(4); left > 0; left--) {
      Entry sample = Fuzz.one(random, samples);
      String key =
          random.nextInt(4) == 0
              ? Cluster.LAYOUT.definitions(Cluster.GROUP) + Fuzz.one(random, STRANGE_NAMES)
              : sample.key();
      Bytes value = Bytes.of(OddJson.mutated(random, sample.value().utf8()));
      if (random.nextInt(8) == 0) {
        cluster.store.delete(key);
      } else {
        cluster.store.put(key, value);
      }
    }
  }

  /** One key of each kind, as a node would have written it. */
  private static List<Entry> samples() {
    DefinitionScope scope =
        new DefinitionScope(Cluster.LAYOUT, Cluster.GROUP, new NodeName("node-1"));
    Codec codec = new Codec();
    List<Entry> samples = new ArrayList<>();
    for (Arguments sample : DefinitionJsonTest.values().toList()) {
      Thing thing = (Thing) sample.get()[0];
      Written written = new Written(new NodeName("node-1"), Specs.SINCE);
      Bytes value = codec.write(sample.get()[1], written, "word");
      samples.add(new Entry(scope.key(thing), value, 1, 1, LeaseId.NONE));
    }
    return samples;
  }
}
