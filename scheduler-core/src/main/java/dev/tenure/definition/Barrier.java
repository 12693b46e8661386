package dev.tenure.definition;

import dev.tenure.election.Leadership;
import dev.tenure.store.Bytes;
import dev.tenure.store.Commit;
import dev.tenure.store.CommitResult;
import dev.tenure.store.LeaseId;
import dev.tenure.store.StoreException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The beginning of a term: writes it under its fence, and waits for the watch to tell of it. What
 * was written before that is in the view then. Confined to the loop.
 */
final class Barrier {

  private static final Logger log = LoggerFactory.getLogger(Barrier.class);

  private final Desk desk;
  private final Leadership leadership;
  private final CompletableFuture<Boolean> result = new CompletableFuture<>();
  private final Commit commit;
  private int failures;

  private Barrier(Desk desk, Leadership leadership) {
    this.desk = desk;
    this.leadership = leadership;
    Bytes value = desk.codec().write(leadership.term(), desk.signature(), desk.ids().next());
    commit =
        new Commit(
            List.of(leadership.fence()),
            List.of(new Commit.Put(desk.scope().key(new Thing.Took()), value, LeaseId.NONE)));
  }

  static CompletionStage<Boolean> pass(Desk desk, Leadership leadership) {
    Barrier barrier = new Barrier(desk, leadership);
    leadership
        .ended()
        .whenCompleteAsync((ended, thrown) -> barrier.result.complete(false), desk.loop());
    desk.waits().ready(barrier::write);
    return barrier.result;
  }

  private void write() {
    if (!result.isDone()) {
      desk.commit(commit).whenCompleteAsync(this::answered, desk.loop());
    }
  }

  private void answered(@Nullable CommitResult answer, @Nullable Throwable thrown) {
    if (answer instanceof CommitResult.Committed committed) {
      desk.waits()
          .until(
              Map.of(new Thing.Took(), new Waits.Known(committed.revision(), committed.revision())),
              () -> result.complete(true));
    } else if (answer instanceof CommitResult.Refused) {
      result.complete(false);
    } else {
      StoreException cause =
          answer instanceof CommitResult.OutcomeUnknown unknown
              ? unknown.cause()
              : Desk.cause(thrown);
      failures++;
      if (failures == 2 && leadership.held()) {
        log.warn(
            "term {} cannot take the definitions of group {} over yet, trying again: {}",
            leadership.term(),
            desk.scope().group(),
            cause.getMessage());
      }
      desk.later(failures, this::write);
    }
  }
}
