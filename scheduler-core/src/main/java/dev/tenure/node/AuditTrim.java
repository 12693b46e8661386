package dev.tenure.node;

import dev.tenure.config.AuditConfig;
import dev.tenure.election.Leadership;
import dev.tenure.loop.EventLoop;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a group's audit trail bounded while this node leads the group: by age, and by count where
 * anything came to it. State belongs to the loop; the methods may be called from anywhere.
 */
final class AuditTrim {

  private static final Logger log = LoggerFactory.getLogger(AuditTrim.class);

  static final Duration EVERY = Duration.ofMinutes(1);

  private final AuditTrail trail;
  private final AuditConfig keep;
  private final EventLoop loop;
  private final InstantSource clock;
  private Optional<Leadership> leading = Optional.empty();
  private Optional<String> newest = Optional.empty();
  private EventLoop.@Nullable Timer next;

  AuditTrim(AuditTrail trail, AuditConfig keep, EventLoop loop, InstantSource clock) {
    this.trail = trail;
    this.keep = keep;
    this.loop = loop;
    this.clock = clock;
  }

  /** This node leads now. */
  void begin(Leadership leadership) {
    loop.execute(
        () -> {
          leading = Optional.of(leadership);
          newest = Optional.empty();
          soon();
        });
  }

  /** It does not any more. */
  void end() {
    loop.execute(
        () -> {
          leading = Optional.empty();
          if (next != null) {
            next.cancel();
            next = null;
          }
        });
  }

  private void soon() {
    if (next != null) {
      next.cancel();
    }
    next = loop.schedule(EVERY, this::trim);
  }

  private void trim() {
    trail
        .olderThan(clock.instant().minus(keep.age()))
        .thenComposeAsync(this::delete, loop)
        .thenComposeAsync(done -> trail.newest(), loop)
        .thenComposeAsync(this::count, loop)
        .whenCompleteAsync(
            (done, failure) -> {
              if (failure != null) {
                log.debug("the audit trail could not be trimmed, later perhaps", failure);
              }
              if (leading.isPresent()) {
                soon();
              }
            },
            loop);
  }

  /** Counting reads all that is kept, and is not done where nothing came to it. */
  private CompletionStage<Void> count(Optional<String> head) {
    if (head.equals(newest)) {
      return CompletableFuture.completedStage(null);
    }
    newest = head;
    return trail.beyond(keep.entries()).thenComposeAsync(this::delete, loop);
  }

  private CompletionStage<Void> delete(Optional<String> from) {
    return from.isEmpty() || leading.isEmpty()
        ? CompletableFuture.completedStage(null)
        : trail.deleteFrom(from.get(), leading.get()).thenAccept(result -> {});
  }
}
