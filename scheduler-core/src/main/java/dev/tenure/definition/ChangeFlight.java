package dev.tenure.definition;

import dev.tenure.election.Leadership;
import dev.tenure.store.Bytes;
import dev.tenure.store.Commit;
import dev.tenure.store.CommitResult;
import dev.tenure.store.Entry;
import dev.tenure.store.LeaseId;
import dev.tenure.store.StoreException;
import dev.tenure.time.Deadline;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One change on its way into the store. Its values are fixed when it is made, and nobody else
 * writes the same ones; so it is repeated word for word when an answer is lost, and a refusal that
 * shows one of them proves that it had been made. Confined to the loop.
 */
final class ChangeFlight {

  private final Desk desk;
  private final Change change;
  private final Deadline deadline;
  private final CompletableFuture<ChangeResult> result = new CompletableFuture<>();
  private List<Encoded> ops = List.of();
  private boolean ambiguous;
  private int failures;

  private ChangeFlight(Desk desk, Change change) {
    this.desk = desk;
    this.change = change;
    deadline = Deadline.after(desk.loop().clock().nanos(), Desk.PATIENCE);
  }

  /** Sends the change, once everything was read. */
  static CompletionStage<ChangeResult> send(Desk desk, Change change) {
    ChangeFlight flight = new ChangeFlight(desk, change);
    desk.loop().schedule(Desk.PATIENCE, flight::tooLateToBegin);
    desk.waits().ready(flight::begin);
    return flight.result;
  }

  private void tooLateToBegin() {
    if (ops.isEmpty()) {
      result.complete(
          new ChangeResult.Unavailable(
              new StoreException(
                  StoreException.Kind.UNAVAILABLE,
                  "the definitions of group " + desk.scope().group() + " could not be read yet",
                  null)));
    }
  }

  private void begin() {
    if (result.isDone()) {
      return;
    }
    if (change.isEmpty()) {
      result.complete(new ChangeResult.Changed(0));
      return;
    }
    try {
      ops = Encoding.of(change, desk);
    } catch (Encoding.Unfit e) {
      result.complete(new ChangeResult.Rejected(String.valueOf(e.getMessage())));
      return;
    }
    transmit();
  }

  private void transmit() {
    List<Commit.Guard> guards = new ArrayList<>();
    List<Commit.Write> writes = new ArrayList<>();
    change.fence().map(Leadership::fence).ifPresent(guards::add);
    for (Encoded op : ops) {
      if (!op.isIdle()) {
        guards.add(op.guard());
        op.write().ifPresent(writes::add);
      }
    }
    if (guards.isEmpty()) {
      result.complete(new ChangeResult.Changed(0));
      return;
    }
    if (!writes.isEmpty()) {
      // Word for word the same when it is repeated, under the same key.
      change.audit().map(desk::note).ifPresent(writes::add);
    }
    desk.commit(new Commit(guards, writes)).whenCompleteAsync(this::answered, desk.loop());
  }

  private void answered(@Nullable CommitResult answer, @Nullable Throwable thrown) {
    if (answer instanceof CommitResult.Committed committed) {
      made(committed.revision());
    } else if (answer instanceof CommitResult.Refused refused) {
      refused(refused);
    } else if (answer instanceof CommitResult.OutcomeUnknown unknown) {
      ambiguous = true;
      again(unknown.cause());
    } else {
      failed(Desk.cause(thrown));
    }
  }

  private void failed(StoreException cause) {
    if (cause.kind() == StoreException.Kind.UNAVAILABLE) {
      again(cause);
    } else if (ambiguous) {
      result.complete(new ChangeResult.Unknown(cause));
    } else {
      result.complete(new ChangeResult.Rejected(String.valueOf(cause.getMessage())));
    }
  }

  private void again(StoreException cause) {
    failures++;
    if (deadline.passed(desk.loop().clock().nanos())) {
      result.complete(
          ambiguous ? new ChangeResult.Unknown(cause) : new ChangeResult.Unavailable(cause));
    } else {
      desk.later(failures, this::transmit);
    }
  }

  /** Shows it in the view at once; the watch's echo of it will be old news. */
  private void made(long revision) {
    for (Encoded op : ops) {
      if (desk.waits().isOldNews(op.thing(), revision)) {
        continue;
      }
      if (op.deletes() && !op.isIdle()) {
        desk.index().deleted(op.thing(), revision);
      } else if (op.value().isPresent()) {
        show(op, op.value().get(), revision);
      }
    }
    if (!ops.stream().allMatch(op -> op.thing() instanceof Thing.Asked)) {
      desk.waits().expect(revision);
    }
    desk.waits().check();
    result.complete(new ChangeResult.Changed(revision));
  }

  private void show(Encoded op, Bytes value, long revision) {
    long created = op.expected() == 0 ? revision : desk.index().createRevision(op.thing());
    if (created != 0) {
      desk.index().written(new Entry(op.key(), value, created, revision, LeaseId.NONE));
    }
  }

  private void refused(CommitResult.Refused refused) {
    Optional<Entry> mine = ops.stream().flatMap(op -> written(op, refused).stream()).findFirst();
    if (ambiguous && mine.isPresent()) {
      made(mine.get().modRevision());
    } else if (ambiguous && onlyDeletes() && ops.stream().allMatch(op -> isGone(op, refused))) {
      made(refused.revision());
    } else if (isFenced(refused)) {
      result.complete(
          ambiguous
              ? new ChangeResult.Unknown(
                  new StoreException(
                      StoreException.Kind.UNAVAILABLE,
                      "the term ended before a lost answer was made up for",
                      null))
              : new ChangeResult.Fenced());
    } else {
      conflict(refused);
    }
  }

  private static Optional<Entry> written(Encoded op, CommitResult.Refused refused) {
    return Optional.ofNullable(refused.guarded().get(op.key()))
        .filter(entry -> op.value().filter(entry.value()::equals).isPresent());
  }

  private static boolean isGone(Encoded op, CommitResult.Refused refused) {
    return !refused.guarded().containsKey(op.key());
  }

  private boolean onlyDeletes() {
    return ops.stream().allMatch(Encoded::deletes);
  }

  private boolean isFenced(CommitResult.Refused refused) {
    return change
        .fence()
        .filter(
            leadership -> {
              Entry leader = refused.guarded().get(leadership.key());
              return leader == null || leader.createRevision() != leadership.term().number();
            })
        .isPresent();
  }

  private void conflict(CommitResult.Refused refused) {
    Map<Thing, Waits.Known> known = new LinkedHashMap<>();
    List<Encoded> unexpected = new ArrayList<>();
    for (Encoded op : ops) {
      long found = found(op, refused);
      if (found != op.expected()) {
        unexpected.add(op);
        known.put(op.thing(), new Waits.Known(found, refused.revision()));
      }
    }
    if (unexpected.isEmpty()) {
      failed(
          new StoreException(
              StoreException.Kind.INVALID, "the store refused what it should have taken", null));
      return;
    }
    boolean again =
        unexpected.stream().allMatch(Encoded::any) && !deadline.passed(desk.loop().clock().nanos());
    desk.waits()
        .until(
            known,
            () -> {
              if (again) {
                adapt();
              } else {
                result.complete(conflict(unexpected, refused));
              }
            });
  }

  private ChangeResult conflict(List<Encoded> unexpected, CommitResult.Refused refused) {
    Encoded first =
        unexpected.stream().filter(op -> !op.any()).findFirst().orElse(unexpected.get(0));
    Optional<Entry> entry = Optional.ofNullable(refused.guarded().get(first.key()));
    return new ChangeResult.Conflict(
        first.thing(),
        first.key(),
        entry.flatMap(e -> Codec.writer(e.value())),
        entry.map(Entry::modRevision).orElse(0L),
        ambiguous);
  }

  /** Gives way to nobody: expects what the view shows now. */
  private void adapt() {
    ops =
        ops.stream()
            .map(op -> op.any() ? op.expecting(desk.index().modRevision(op.thing())) : op)
            .toList();
    transmit();
  }

  private static long found(Encoded op, CommitResult.Refused refused) {
    Entry entry = refused.guarded().get(op.key());
    return entry == null ? 0 : entry.modRevision();
  }
}
