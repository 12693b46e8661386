package dev.tenure.ledger;

import dev.tenure.store.Commit;
import dev.tenure.store.CommitResult;
import dev.tenure.store.StoreException;
import dev.tenure.time.Backoff;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends one commit, and after a lost answer the same one again, until it is known what became of
 * it. Confined to the ledger's loop.
 */
final class SureCommit {

  private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(50), Duration.ofSeconds(2));

  private final LedgerParts parts;
  private final Commit commit;
  private final BooleanSupplier wanted;
  private final CompletableFuture<Answer> done = new CompletableFuture<>();
  private int failures;
  private boolean ambiguous;

  /**
   * What became of a commit.
   *
   * @param result that it was committed, or refused
   * @param ambiguous whether an earlier try had no answer, so that a refusal may be due to its own
   *     success
   */
  record Answer(CommitResult result, boolean ambiguous) {}

  private SureCommit(LedgerParts parts, Commit commit, BooleanSupplier wanted) {
    this.parts = parts;
    this.commit = commit;
    this.wanted = wanted;
  }

  /**
   * Sends it. The stage completes on the loop; with a {@link StoreException} when the store says
   * that nothing was written and a repetition would not help.
   *
   * @param wanted whether to go on; when not, the stage never completes
   */
  static CompletableFuture<Answer> send(LedgerParts parts, Commit commit, BooleanSupplier wanted) {
    SureCommit sent = new SureCommit(parts, commit, wanted);
    sent.attempt();
    return sent.done;
  }

  private void attempt() {
    if (wanted.getAsBoolean()) {
      ask().whenCompleteAsync(this::answered, parts.loop());
    }
  }

  private CompletionStage<CommitResult> ask() {
    try {
      return parts.store().commit(commit);
    } catch (RuntimeException e) {
      return CompletableFuture.failedStage(e);
    }
  }

  private void answered(@Nullable CommitResult result, @Nullable Throwable thrown) {
    if (!wanted.getAsBoolean()) {
      return;
    }
    if (result instanceof CommitResult.OutcomeUnknown) {
      ambiguous = true;
      again();
    } else if (result != null) {
      done.complete(new Answer(result, ambiguous));
    } else {
      StoreException cause = Pages.storeException(thrown);
      if (ambiguous || cause.kind() == StoreException.Kind.UNAVAILABLE) {
        again();
      } else {
        done.completeExceptionally(cause);
      }
    }
  }

  private void again() {
    failures++;
    parts.loop().schedule(BACKOFF.wait(failures, parts.random()), this::attempt);
  }
}
