package dev.tenure.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.election.Observation;
import dev.tenure.model.Term;
import dev.tenure.store.Bytes;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class SeenTermsTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private long nanos;
  private final SeenTerms terms = new SeenTerms(() -> nanos);

  private void pass(long millis) {
    nanos += millis * 1_000_000;
  }

  private Instant now() {
    return START.plusNanos(nanos);
  }

  private void nobody() {
    terms.see(new Observation.NoLeader(), Optional.empty(), now());
  }

  private void leads(long term, String node, Optional<Instant> since) {
    Proclamation candidate = Proclamation.candidate(node, "a:1", 1, "v", Optional.empty());
    Proclamation said =
        new Proclamation(
            node,
            "a:1",
            1,
            "v",
            since,
            term,
            0,
            candidate.runs(),
            0,
            0,
            Optional.empty(),
            Optional.empty());
    terms.see(
        new Observation.Leader("key", new Term(term), Bytes.utf8("")), Optional.of(said), now());
  }

  @Test
  void aGapGoesFromTheKeyThatIsGoneToTheLeaderThatHasBegun() {
    leads(1, "a", Optional.of(START));
    pass(5000);
    leads(2, "b", Optional.empty()); // next in line, and first now
    Instant gone = now();
    pass(300);
    Instant won = now();
    leads(2, "b", Optional.of(won));
    pass(9000);
    leads(2, "b", Optional.of(won)); // one of many proclamations

    SeenTerm present = terms.all().get(0);
    assertThat(present.node()).isEqualTo("b");
    assertThat(present.since()).isEqualTo(won);
    assertThat(present.until()).isEmpty();
    assertThat(present.gapMillis()).hasValue(300);
    SeenTerm first = terms.all().get(1);
    assertThat(first.until()).contains(gone);
    assertThat(first.gapMillis()).as("nobody was seen before").isEmpty();
  }

  @Test
  void aTimeWithoutALeaderBelongsToTheGap() {
    leads(1, "a", Optional.of(START));
    nobody();
    pass(4000);
    nobody();
    leads(7, "b", Optional.of(now()));
    assertThat(terms.all().get(0).gapMillis()).hasValue(4000);
    assertThat(terms.all().get(1).until()).contains(START);
  }

  @Test
  void whoIsFirstInLineAndNeverLeadsIsPassedOver() {
    leads(1, "a", Optional.of(START));
    pass(1000);
    leads(2, "b", Optional.empty());
    pass(200);
    leads(3, "c", Optional.empty());
    pass(100);
    leads(3, "c", Optional.of(now()));
    assertThat(terms.all()).extracting(SeenTerm::node).containsExactly("c", "a");
    assertThat(terms.all().get(0).gapMillis()).hasValue(300);
  }

  @Test
  void aForeignLeaderHasItsKeyForAName() {
    terms.see(
        new Observation.Leader("/e/1f", new Term(3), Bytes.utf8("x")), Optional.empty(), now());
    assertThat(terms.all()).extracting(SeenTerm::node).containsExactly("/e/1f");
  }

  @Test
  void whatIsKnownOfTheEndIsKeptAndSoAreTheLastTermsAlone() {
    leads(1, "a", Optional.of(START));
    terms.because(1, "lost");
    terms.because(1, "later");
    terms.because(99, "nobody's");
    assertThat(terms.all().get(0).cause()).contains("lost");
    for (int term = 2; term <= 80; term++) {
      leads(term, "a", Optional.of(START));
    }
    assertThat(terms.all()).hasSize(50);
    assertThat(terms.all().get(0).term()).isEqualTo(80);
  }
}
