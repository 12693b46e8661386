package dev.tenure.definition;

import dev.tenure.store.Entry;
import dev.tenure.time.Deadline;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A change that is built on what the view shows, and built again when that was out of date.
 * Confined to the loop.
 */
final class Decision {

  private static final int ATTEMPTS = 10;

  private final Desk desk;
  private final Function<Changes, Change> builder;
  private final Deadline deadline;
  private final CompletableFuture<ChangeResult> result = new CompletableFuture<>();
  private int attempts;
  private boolean verified;

  private Decision(Desk desk, Function<Changes, Change> builder) {
    this.desk = desk;
    this.builder = builder;
    deadline = Deadline.after(desk.loop().clock().nanos(), Desk.PATIENCE);
  }

  static CompletionStage<ChangeResult> make(Desk desk, Function<Changes, Change> builder) {
    Decision decision = new Decision(desk, builder);
    // A change of nothing is made as soon as everything was read, or says that it cannot be.
    ChangeFlight.send(desk, Change.NONE).whenComplete(decision::begin);
    return decision.result;
  }

  private void begin(@Nullable ChangeResult ready, @Nullable Throwable thrown) {
    if (ready instanceof ChangeResult.Changed) {
      build();
    } else if (ready != null) {
      result.complete(ready);
    }
  }

  private void build() {
    attempts++;
    Change change;
    try {
      change = builder.apply(new Changes(desk.index(), desk.ids()));
    } catch (DefinitionException e) {
      verify(e);
      return;
    } catch (RuntimeException e) {
      result.completeExceptionally(e);
      return;
    }
    ChangeFlight.send(desk, change)
        .whenComplete(
            (outcome, thrown) -> {
              boolean again =
                  outcome instanceof ChangeResult.Conflict conflict
                      && !conflict.perhapsMade()
                      && attempts < ATTEMPTS
                      && !deadline.passed(desk.loop().clock().nanos());
              if (again) {
                desk.loop().schedule(pause(), this::build);
              } else {
                result.complete(outcome);
              }
            });
  }

  /** Two that got into each other's way do not come back together. */
  private Duration pause() {
    return Duration.ofNanos(desk.random().nextLong(Duration.ofMillis(5L * attempts).toNanos()));
  }

  /** What the builder saw may be out of date; only a read of the store proves it. */
  private void verify(DefinitionException refusal) {
    if (verified) {
      result.completeExceptionally(refusal);
      return;
    }
    verified = true;
    Thing thing = refusal.thing();
    read(thing)
        .whenCompleteAsync(
            (known, thrown) -> {
              if (thrown == null) {
                desk.waits().until(Map.of(thing, known), this::build);
              } else {
                result.complete(new ChangeResult.Unavailable(Desk.cause(thrown)));
              }
            },
            desk.loop());
  }

  private CompletionStage<Waits.Known> read(Thing thing) {
    long shown = desk.index().modRevision(thing);
    try {
      return desk.store()
          .get(desk.scope().key(thing))
          .thenApply(entry -> new Waits.Known(entry.map(Entry::modRevision).orElse(0L), shown));
    } catch (RuntimeException e) {
      return CompletableFuture.failedStage(e);
    }
  }
}
