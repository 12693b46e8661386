package dev.tenure.definition;

import dev.tenure.store.Bytes;
import dev.tenure.store.Commit;
import dev.tenure.store.CommitResult;
import dev.tenure.store.Entry;
import dev.tenure.store.LeaseId;
import dev.tenure.store.StoreException;
import dev.tenure.time.Deadline;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A request on its way to the leader, in two steps: its key is announced, and then the
 * announcement, as it was written, becomes the request. A leader takes a request at once and
 * deletes the key; so a request that was simply put, and whose answer was lost, could not be told
 * from one that was never there, and putting it again might run it twice. An announcement becomes a
 * request only once. Confined to the loop.
 */
final class Submission {

  private final Desk desk;
  private final Request request;
  private final Optional<AuditEntry> audit;
  private final Thing thing;
  private final String key;
  private final Deadline deadline;
  private final CompletableFuture<ChangeResult> result = new CompletableFuture<>();
  private final Bytes announcement;
  private final Bytes value;
  private int failures;
  private boolean ambiguous;

  private Submission(Desk desk, Request request, Optional<AuditEntry> audit, Bytes value) {
    this.desk = desk;
    this.request = request;
    this.audit = audit;
    this.value = value;
    thing = new Thing.Asked(request.id());
    key = desk.scope().key(thing);
    deadline = Deadline.after(desk.loop().clock().nanos(), Desk.PATIENCE);
    announcement =
        desk.codec().write(new Codec.Announced(request.id()), desk.signature(), desk.ids().next());
  }

  /** Sends it; what is noted of it is written together with its becoming a request. */
  static CompletionStage<ChangeResult> send(
      Desk desk, Request request, Optional<AuditEntry> audit) {
    Bytes value;
    try {
      value = desk.codec().write(request, desk.signature(), desk.ids().next());
    } catch (IllegalArgumentException e) {
      return rejected("the request: " + e.getMessage());
    }
    if (value.size() > Change.MAX_BYTES) {
      return rejected(
          "the request takes "
              + value.size()
              + " bytes of JSON, at most "
              + Change.MAX_BYTES
              + " are allowed; keep large data elsewhere and name its place");
    }
    Submission submission = new Submission(desk, request, audit, value);
    submission.announce();
    return submission.result;
  }

  private static CompletionStage<ChangeResult> rejected(String reason) {
    return CompletableFuture.completedStage(new ChangeResult.Rejected(reason));
  }

  private void announce() {
    Commit commit =
        new Commit(
            List.of(new Commit.Absent(key)),
            List.of(new Commit.Put(key, announcement, LeaseId.NONE)));
    desk.commit(commit).whenCompleteAsync(this::announced, desk.loop());
  }

  private void announced(@Nullable CommitResult answer, @Nullable Throwable thrown) {
    if (answer instanceof CommitResult.Committed committed) {
      turn(committed.revision(), committed.revision());
    } else if (answer instanceof CommitResult.Refused refused) {
      Entry there = refused.guarded().get(key);
      if (there != null && there.value().equals(announcement)) {
        turn(there.createRevision(), there.modRevision());
      } else {
        result.complete(
            new ChangeResult.Rejected("there is a request " + request.id() + " already"));
      }
    } else {
      // An announcement that is written late is nobody's: the leader sweeps it.
      again(answer, thrown, this::announce);
    }
  }

  private void turn(long created, long announcedAt) {
    List<Commit.Write> writes = new ArrayList<>();
    writes.add(new Commit.Put(key, value, LeaseId.NONE));
    audit.map(desk::note).ifPresent(writes::add);
    Commit commit = new Commit(List.of(new Commit.ModifiedAt(key, announcedAt)), writes);
    BiConsumer<@Nullable CommitResult, @Nullable Throwable> next =
        (answer, thrown) -> turned(answer, thrown, created, announcedAt);
    desk.commit(commit).whenCompleteAsync(next, desk.loop());
  }

  private void turned(
      @Nullable CommitResult answer, @Nullable Throwable thrown, long created, long announcedAt) {
    if (answer instanceof CommitResult.Committed committed) {
      made(created, committed.revision());
    } else if (answer instanceof CommitResult.Refused refused) {
      Optional<Entry> there = Optional.ofNullable(refused.guarded().get(key));
      if (there.filter(entry -> entry.value().equals(value)).isPresent()) {
        made(created, there.get().modRevision());
      } else if (ambiguous && there.isEmpty()) {
        // Taken already: nobody takes an announcement that is as young as this one.
        result.complete(new ChangeResult.Changed(refused.revision()));
      } else {
        result.complete(
            new ChangeResult.Rejected(
                "request " + request.id() + " was taken away while it was made; ask again"));
      }
    } else {
      ambiguous |= answer instanceof CommitResult.OutcomeUnknown;
      again(answer, thrown, () -> turn(created, announcedAt));
    }
  }

  private void made(long created, long revision) {
    if (!desk.waits().isOldNews(thing, revision)) {
      desk.index().written(new Entry(key, value, created, revision, LeaseId.NONE));
      desk.waits().check();
    }
    result.complete(new ChangeResult.Changed(revision));
  }

  private void again(
      @Nullable CommitResult answer, @Nullable Throwable thrown, Runnable repetition) {
    StoreException cause =
        answer instanceof CommitResult.OutcomeUnknown unknown
            ? unknown.cause()
            : Desk.cause(thrown);
    if (answer == null && cause.kind() != StoreException.Kind.UNAVAILABLE) {
      result.complete(
          ambiguous
              ? new ChangeResult.Unknown(cause)
              : new ChangeResult.Rejected(String.valueOf(cause.getMessage())));
    } else if (deadline.passed(desk.loop().clock().nanos())) {
      result.complete(
          ambiguous ? new ChangeResult.Unknown(cause) : new ChangeResult.Unavailable(cause));
    } else {
      failures++;
      desk.later(failures, repetition);
    }
  }
}
