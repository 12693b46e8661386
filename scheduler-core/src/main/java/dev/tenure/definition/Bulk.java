package dev.tenure.definition;

import dev.tenure.election.Leadership;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Many changes: as many as fit share a commit, and some commits are under way at a time. When one
 * of them spoils a commit, its changes are made one by one. Confined to the loop.
 */
final class Bulk {

  private static final int IN_FLIGHT = 8;

  /** Some changes that share a commit. */
  private static final class Batch {
    private final List<Integer> members = new ArrayList<>();
    private final Map<Thing, Change.Op> ops = new HashMap<>();
    private final List<Change.Op> order = new ArrayList<>();
    private final Optional<Leadership> fence;

    Batch(Optional<Leadership> fence) {
      this.fence = fence;
    }

    /** Takes the change in if it fits. */
    boolean admit(int member, Change change) {
      if (!fence.equals(change.fence())) {
        return false;
      }
      int more = 0;
      for (Change.Op op : change.ops()) {
        Change.Op same = ops.get(op.thing());
        if (same != null && !(same instanceof Change.Keep && same.equals(op))) {
          return false;
        }
        more += same == null ? 1 : 0;
      }
      if (!members.isEmpty() && ops.size() + more > Change.MAX_OPS) {
        return false;
      }
      for (Change.Op op : change.ops()) {
        if (ops.putIfAbsent(op.thing(), op) == null) {
          order.add(op);
        }
      }
      members.add(member);
      return true;
    }

    Change change() {
      return new Change(order, fence);
    }
  }

  private final Desk desk;
  private final List<Change> changes;
  private final ChangeResult[] results;
  private final CompletableFuture<List<ChangeResult>> done = new CompletableFuture<>();
  private int next;
  private int finished;
  private int inFlight;

  private Bulk(Desk desk, List<Change> changes) {
    this.desk = desk;
    this.changes = changes;
    results = new ChangeResult[changes.size()];
  }

  static CompletionStage<List<ChangeResult>> make(Desk desk, List<Change> changes) {
    Bulk bulk = new Bulk(desk, changes);
    bulk.fill();
    return bulk.done;
  }

  private void fill() {
    if (finished == results.length) {
      done.complete(List.copyOf(Arrays.asList(results)));
      return;
    }
    while (inFlight < IN_FLIGHT && next < changes.size()) {
      Batch batch = load();
      inFlight++;
      ChangeFlight.send(desk, batch.change())
          .whenCompleteAsync((result, thrown) -> landed(batch, result), desk.loop());
    }
  }

  private Batch load() {
    Batch batch = new Batch(changes.get(next).fence());
    boolean admitted = true;
    while (next < changes.size() && admitted) {
      admitted = batch.admit(next, changes.get(next));
      if (admitted) {
        next++;
      } else if (batch.members.isEmpty()) {
        // It names a thing twice; by itself it is told so.
        batch.members.add(next);
        batch.order.addAll(changes.get(next).ops());
        next++;
        admitted = false;
      }
    }
    return batch;
  }

  private void landed(Batch batch, ChangeResult result) {
    boolean spoiled =
        result instanceof ChangeResult.Conflict || result instanceof ChangeResult.Rejected;
    if (spoiled && batch.members.size() > 1) {
      oneByOne(batch, 0);
      return;
    }
    batch.members.forEach(member -> finish(member, result));
    inFlight--;
    fill();
  }

  private void oneByOne(Batch batch, int position) {
    if (position == batch.members.size()) {
      inFlight--;
      fill();
      return;
    }
    int member = batch.members.get(position);
    ChangeFlight.send(desk, changes.get(member))
        .whenCompleteAsync(
            (result, thrown) -> {
              finish(member, result);
              oneByOne(batch, position + 1);
            },
            desk.loop());
  }

  private void finish(int member, ChangeResult result) {
    results[member] = result;
    finished++;
  }
}
