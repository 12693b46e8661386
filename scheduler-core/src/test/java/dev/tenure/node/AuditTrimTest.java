package dev.tenure.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.config.AuditConfig;
import dev.tenure.election.Leadership;
import dev.tenure.election.LeadershipFixture;
import dev.tenure.model.GroupName;
import dev.tenure.model.KeyLayout;
import dev.tenure.store.Entry;
import dev.tenure.testing.FakeStore;
import dev.tenure.testing.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The leader keeps the trail bounded, by count and by age; nobody else touches it. */
final class AuditTrimTest {

  private static final GroupName GROUP = new GroupName("g");
  private static final KeyLayout LAYOUT = new KeyLayout("/t");
  private static final Duration A_WHILE = AuditTrim.EVERY.multipliedBy(2);

  private final ManualTime time = new ManualTime();
  private final FakeStore store = new FakeStore(time);
  private final AuditTrail trail = new AuditTrail(store.client(new Random(1)), LAYOUT, GROUP);

  private AuditTrim trim(int entries, Duration age) {
    return new AuditTrim(trail, new AuditConfig(entries, age), time.loop("node"), time.wallClock());
  }

  private Leadership lead(String candidate) {
    String key = LAYOUT.election(GROUP) + "/" + candidate;
    store.put(key, "x");
    return LeadershipFixture.held(key, store.revision(), time.clock());
  }

  private void note(int count, Duration ago) {
    Instant first = time.wallClock().instant().minus(ago);
    for (int i = 0; i < count; i++) {
      store.put(
          LAYOUT.auditEntry(GROUP, first.plusMillis(i), "id" + i),
          """
          {"at":"%s","who":"ci","role":"admin","from":"::1","node":"n","what":"pause","job":"j%d"}
          """
              .formatted(first.plusMillis(i), i));
    }
  }

  private List<String> kept() {
    return store.entries(LAYOUT.audit(GROUP)).stream().map(Entry::key).sorted().toList();
  }

  @Test
  void theNewestAreKept() {
    note(1234, Duration.ofHours(1));
    List<String> newest = kept().subList(0, 700);

    trim(700, Duration.ofDays(1)).begin(lead("one"));
    time.pass(A_WHILE);

    assertThat(kept()).isEqualTo(newest);
  }

  @Test
  void whatIsTooOldGoesAndWhatComesLaterIsCountedAgain() {
    note(3, Duration.ofDays(2));
    note(2, Duration.ofHours(1));

    trim(4, Duration.ofDays(1)).begin(lead("one"));
    time.pass(A_WHILE);
    assertThat(kept()).hasSize(2);

    note(5, Duration.ZERO);
    time.pass(A_WHILE);
    assertThat(kept()).hasSize(4);
  }

  @Test
  void whoLeadsNoMoreDeletesNothing() {
    note(3, Duration.ofHours(1));
    Leadership over = lead("one");
    store.delete(over.key());

    trim(1, Duration.ofDays(1)).begin(over);
    time.pass(A_WHILE);
    assertThat(kept()).hasSize(3);

    AuditTrim ended = trim(1, Duration.ofDays(1));
    ended.begin(lead("two"));
    ended.end();
    time.pass(A_WHILE);
    assertThat(kept()).hasSize(3);
  }

  @Test
  void theTrailIsReadInPartsAndWhatCannotBeReadIsLeftOut() {
    note(600, Duration.ofHours(1));
    store.put(LAYOUT.auditEntry(GROUP, time.wallClock().instant(), "odd"), "not json");

    AuditTrail.Part first = read("");
    AuditTrail.Part second = read(first.next().orElseThrow());

    assertThat(first.entries()).hasSize(499);
    assertThat(second.entries()).hasSize(101);
    assertThat(second.next()).isEmpty();
    assertThat(first.entries().get(0).entry().deed().job()).hasToString("Optional[j599]");
  }

  private AuditTrail.Part read(String after) {
    CompletableFuture<AuditTrail.Part> part = trail.read(after).toCompletableFuture();
    assertThat(time.passUntil(Duration.ofMinutes(1), part::isDone)).isTrue();
    return part.join();
  }
}
