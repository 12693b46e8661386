package dev.tenure.ledger;

import dev.tenure.model.RunId;
import dev.tenure.model.Term;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A run and its end. Flat, because every node holds a few for each of up to 100,000 jobs. */
public final class FinishedRun {

  private static final long UNKNOWN = Long.MIN_VALUE;

  private final RunId id;
  private final RunKind kind;
  private final long term;
  private final String node;
  private final long claimed;
  private final Map<String, Object> data;
  private final EndState state;
  private final long started;
  private final long finished;
  private final @Nullable String result;
  private final @Nullable RunError error;
  private final @Nullable String progress;

  /**
   * A run that ended.
   *
   * @param run what was recorded when it was claimed
   * @param outcome how it ended; what follows from it is not kept here
   */
  FinishedRun(OpenRun run, RunOutcome outcome) {
    this(
        run,
        outcome.state(),
        Optional.of(outcome.started()),
        outcome.finished(),
        outcome.result(),
        outcome.error(),
        outcome.progress());
  }

  /** A run that ended, in full. */
  public FinishedRun(
      OpenRun run,
      EndState state,
      Optional<Instant> started,
      Instant finished,
      Optional<String> result,
      Optional<RunError> error,
      Optional<String> progress) {
    this.id = run.id();
    this.kind = run.kind();
    this.term = run.term().number();
    this.node = run.node();
    this.claimed = run.claimed().toEpochMilli();
    this.data = run.data();
    this.state = state;
    this.started = started.map(Instant::toEpochMilli).orElse(UNKNOWN);
    this.finished = finished.toEpochMilli();
    this.result = result.orElse(null);
    this.error = error.orElse(null);
    this.progress = progress.orElse(null);
  }

  /** What was recorded when it was claimed. */
  public OpenRun run() {
    return new OpenRun(id, kind, new Term(term), node, Instant.ofEpochMilli(claimed), data);
  }

  /** Its identity. */
  public RunId id() {
    return id;
  }

  /** How it ended. */
  public EndState state() {
    return state;
  }

  /** When its code began; empty when that is not known. */
  public Optional<Instant> started() {
    return started == UNKNOWN ? Optional.empty() : Optional.of(Instant.ofEpochMilli(started));
  }

  /** When its end was recorded or reported. */
  public Instant finished() {
    return Instant.ofEpochMilli(finished);
  }

  /** What the job left as its result, as text. */
  public Optional<String> result() {
    return Optional.ofNullable(result);
  }

  /** Why it did not succeed. */
  public Optional<RunError> error() {
    return Optional.ofNullable(error);
  }

  /** The last that the job reported. */
  public Optional<String> progress() {
    return Optional.ofNullable(progress);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FinishedRun that
        && id.equals(that.id)
        && kind == that.kind
        && term == that.term
        && node.equals(that.node)
        && claimed == that.claimed
        && data.equals(that.data)
        && state == that.state
        && started == that.started
        && finished == that.finished
        && Objects.equals(result, that.result)
        && Objects.equals(error, that.error)
        && Objects.equals(progress, that.progress);
  }

  @Override
  public int hashCode() {
    return Objects.hash(id, term, state, finished);
  }

  @Override
  public String toString() {
    return id + " " + state + error().map(why -> ", " + why).orElse("");
  }
}
