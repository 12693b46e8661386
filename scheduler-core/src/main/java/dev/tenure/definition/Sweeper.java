package dev.tenure.definition;

import dev.tenure.time.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what nobody needs: triggers whose job is gone, and announcements of requests that never
 * came. Each deletion expects what made it right, so that any node may sweep, and several at a
 * time. Confined to the loop.
 */
final class Sweeper {

  private static final Logger log = LoggerFactory.getLogger(Sweeper.class);

  /** As many triggers as fit into a change together with their jobs. */
  private static final int PORTION = Change.MAX_OPS / 2;

  private static final Duration SOON = Duration.ofSeconds(5);

  /** Far longer than anybody waits for a request to be made. */
  private static final Duration FORGOTTEN = Duration.ofMinutes(10);

  private final Desk desk;
  private final Map<Thing, Deadline> announcements = new HashMap<>();
  private boolean scheduled;
  private boolean closed;

  Sweeper(Desk desk) {
    this.desk = desk;
  }

  /** The view has changed. */
  void check() {
    boolean work = !desk.index().dead(1).isEmpty() || !desk.index().announced().isEmpty();
    if (work && !scheduled && !closed) {
      scheduled = true;
      long jitter = desk.random().nextLong(SOON.toNanos());
      desk.loop().schedule(SOON.plusNanos(jitter), this::sweep);
    }
  }

  void close() {
    closed = true;
  }

  private void sweep() {
    if (closed) {
      return;
    }
    Change change = dead();
    if (change.isEmpty()) {
      change = forgotten();
    }
    int things = change.ops().size();
    ChangeFlight.send(desk, change)
        .whenCompleteAsync(
            (result, thrown) -> {
              if (things > 0) {
                log.debug("swept up to {} keys: {}", things, result.message());
              }
              scheduled = false;
              check();
            },
            desk.loop());
  }

  private Change dead() {
    Map<Thing, Change.Op> jobs = new LinkedHashMap<>();
    List<Kept<TriggerSpec>> dead = desk.index().dead(PORTION);
    List<Change.Op> ops = new ArrayList<>();
    for (Kept<TriggerSpec> trigger : dead) {
      Thing job = new Thing.Job(trigger.value().job());
      jobs.computeIfAbsent(job, thing -> new Change.Keep(thing, seen(thing)));
      ops.add(
          new Change.Delete(new Thing.Trigger(trigger.value().name()), Expectation.as(trigger)));
    }
    ops.addAll(jobs.values());
    return new Change(ops);
  }

  private Expectation seen(Thing thing) {
    long revision = desk.index().modRevision(thing);
    return revision == 0 ? Expectation.ABSENT : new Expectation.Present(revision);
  }

  /** By how long this node has seen them: other nodes' clocks say nothing. */
  private Change forgotten() {
    long now = desk.loop().clock().nanos();
    Set<Thing> there = new HashSet<>();
    List<Change.Op> ops = new ArrayList<>();
    for (Kept<Codec.Announced> announced : desk.index().announced()) {
      Thing thing = new Thing.Asked(announced.value().id());
      there.add(thing);
      Deadline deadline =
          announcements.computeIfAbsent(thing, key -> Deadline.after(now, FORGOTTEN));
      if (deadline.passed(now) && ops.size() < Change.MAX_OPS) {
        ops.add(new Change.Delete(thing, Expectation.as(announced)));
      }
    }
    announcements.keySet().retainAll(there);
    return new Change(ops);
  }
}
