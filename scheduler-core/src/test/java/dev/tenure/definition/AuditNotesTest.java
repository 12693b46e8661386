package dev.tenure.definition;

import static dev.tenure.definition.Specs.SINCE;
import static dev.tenure.definition.Specs.job;
import static dev.tenure.definition.Specs.jobName;
import static dev.tenure.definition.Specs.trigger;
import static dev.tenure.definition.Specs.triggerName;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.definition.Cluster.Node;
import dev.tenure.model.NodeName;
import dev.tenure.model.RunId;
import dev.tenure.store.Entry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is noted of a change lies in the store exactly if the change does. */
final class AuditNotesTest {

  private static final Actor ACTOR = new Actor("ci", "admin", "10.0.0.1");

  private final Cluster cluster = new Cluster(7);
  private final Node one = cluster.following("node-1");
  private final Node two = cluster.following("node-2");

  private static AuditEntry entry(String id, long second, Deed deed) {
    return new AuditEntry(id, SINCE.plusSeconds(second), new NodeName("node-1"), ACTOR, deed);
  }

  private List<Entry> noted() {
    String prefix = Cluster.LAYOUT.audit(Cluster.GROUP);
    return cluster.store.entries(prefix).stream()
        .sorted((a, b) -> a.key().compareTo(b.key()))
        .toList();
  }

  private ChangeResult define(Node node, String name, AuditEntry entry) {
    return cluster.await(
        node.definitions.decide(
            changes ->
                changes
                    .storeJobsAndTriggers(
                        Map.of(job(name), List.of(trigger("t-" + name, name))), false)
                    .noted(entry)));
  }

  @Test
  void aChangeAndItsNoteHaveOneRevision() {
    AuditEntry entry = entry("abc", 1, Deed.of(Deed.What.DEFINE, jobName("a")));

    ChangeResult result = define(one, "a", entry);

    long revision = ((ChangeResult.Changed) result).revision();
    assertThat(noted()).singleElement().extracting(Entry::modRevision).isEqualTo(revision);
    assertThat(AuditEntry.read("abc", noted().get(0).value())).isEqualTo(entry);
  }

  @Test
  void nothingIsNotedOfAChangeThatChangesNothingOrIsRefused() {
    define(one, "a", entry("abc", 1, Deed.of(Deed.What.DEFINE, jobName("a"))));
    cluster.settle();

    cluster.await(
        one.definitions.decide(
            changes ->
                changes
                    .resumeTriggers(List.of(triggerName("t-a")))
                    .noted(entry("def", 2, Deed.of(Deed.What.RESUME, jobName("a"))))));
    ChangeResult refused =
        cluster.await(
            two.definitions.change(
                new Change(List.of(new Change.PutJob(job("a"), Expectation.ABSENT)))
                    .noted(entry("ghi", 3, Deed.of(Deed.What.DEFINE, jobName("a"))))));

    assertThat(refused).isInstanceOf(ChangeResult.Conflict.class);
    assertThat(noted()).hasSize(1);
  }

  @Test
  void aRequestAndItsNoteHaveOneRevision() {
    RunRequest request =
        RunRequest.of(one.definitions.ids().request(), jobName("a"), Map.of(), "ci", SINCE);
    RunId run = request.run(Cluster.GROUP);
    AuditEntry entry = entry("abc", 1, Deed.of(Deed.What.TRIGGER, run));

    cluster.await(one.definitions.submit(request, Optional.of(entry)));

    Entry asked = cluster.store.entries(Cluster.LAYOUT.request(Cluster.GROUP, request.id())).get(0);
    assertThat(noted())
        .singleElement()
        .extracting(Entry::modRevision)
        .isEqualTo(asked.modRevision());
    assertThat(AuditEntry.read("abc", noted().get(0).value()).deed().run()).contains(run);
  }

  @Test
  void lostAnswersNeitherDoubleANoteNorLoseIt() {
    one.client.callTimeout(Duration.ofMillis(50));
    one.client.network().lostAnswers = 0.4;

    for (int i = 0; i < 30; i++) {
      define(one, "j" + i, entry("id" + i, i, Deed.of(Deed.What.DEFINE, jobName("j" + i))));
    }
    cluster.settle();

    int jobs = cluster.store.entries(Cluster.LAYOUT.jobs(Cluster.GROUP)).size();
    assertThat(jobs).isEqualTo(30);
    assertThat(noted()).hasSize(jobs);
  }

  @Test
  void theNewestSortsFirstAndTellsWhatWasBeforeAndAfter() {
    Map<String, Object> before = Map.of("class", "a.B");
    Map<String, Object> after = Map.of("class", "a.C", "data", Map.of("k", 5));
    Deed edit =
        new Deed(Deed.What.DEFINE, Optional.of(jobName("a")), Optional.empty(), before, after);
    define(one, "a", entry("old", 1, Deed.of(Deed.What.DEFINE, jobName("a"))));
    define(one, "b", entry("new", 2, edit));

    assertThat(noted()).extracting(Entry::key).first().asString().endsWith("-new");
    Deed read = AuditEntry.read("new", noted().get(0).value()).deed();
    assertThat(read.before()).isEqualTo(before);
    assertThat(read.after()).isEqualTo(after);
  }

  @Test
  void aDefinitionThatIsTooLongIsLeftOutWithItsLength() {
    Map<String, Object> huge = Map.of("data", "x".repeat(AuditEntry.MOST));
    Deed deed =
        new Deed(Deed.What.DEFINE, Optional.of(jobName("a")), Optional.empty(), Map.of(), huge);

    AuditEntry read = AuditEntry.read("abc", entry("abc", 1, deed).bytes());

    assertThat(read.deed().after()).containsOnlyKeys("too-long");
    assertThat(entry("abc", 1, deed).bytes().size()).isLessThan(1000);
  }
}
