package dev.tenure.election;

import dev.tenure.testing.FakeStoreClient;
import dev.tenure.testing.ManualTime;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** One process in the {@link Arena}, and what was heard of it, in order. */
final class Contender {

  final ManualTime.Loop loop;

  /** Pausing it is a listener, or work, that does not come back. */
  final ManualTime.Loop callbacks;

  final FakeStoreClient client;
  final InterceptedStore store;
  final Elections elections;
  final Election election;

  /** States and calls of the work; terms are counted from 1. */
  final List<String> heard = new ArrayList<>();

  final List<Leadership> leaderships = new ArrayList<>();
  Runnable onStart = () -> {};
  Runnable onStop = () -> {};

  Contender(
      String name,
      Arena arena,
      ElectionName election,
      ElectionOptions options,
      Optional<FastPath> fastPath) {
    loop = arena.time.loop(name);
    callbacks = arena.time.loop(name + "-callbacks");
    client = arena.server.client(arena.random.split());
    store = new InterceptedStore(client);
    Iterator<ManualTime.Loop> first = List.of(loop).iterator();
    ElectionRuntime runtime =
        new ElectionRuntime(
            thread -> first.hasNext() ? first.next() : arena.time.loop(thread),
            callbacks,
            arena.time.wallClock(),
            () -> arena.random.split(),
            fastPath);
    elections = Elections.on(store, options, runtime);
    this.election = elections.open(election, new Work());
    this.election.states(state -> heard.add(text(state)));
  }

  boolean leads() {
    return leadership().isPresent();
  }

  Optional<Leadership> leadership() {
    return election.state() instanceof ElectionState.Leader leader
        ? Optional.of(leader.leadership())
        : Optional.empty();
  }

  boolean failed() {
    return election.state() instanceof ElectionState.Error;
  }

  /** The process stops, as by SIGSTOP. */
  void pause() {
    loop.pause();
    callbacks.pause();
  }

  void resume() {
    loop.resume();
    callbacks.resume();
  }

  private String text(ElectionState state) {
    if (state instanceof ElectionState.Error error) {
      return "ERROR " + error.cause().getClass().getSimpleName();
    }
    return state instanceof ElectionState.Leader leader
        ? "LEADER " + number(leader.leadership())
        : state.toString();
  }

  private int number(Leadership leadership) {
    if (!leaderships.contains(leadership)) {
      leaderships.add(leadership);
    }
    return leaderships.indexOf(leadership) + 1;
  }

  private final class Work implements LeaderWork {
    @Override
    public void start(Leadership leadership) {
      heard.add("start " + number(leadership));
      onStart.run();
    }

    @Override
    public void stop(Leadership leadership, StopReason reason) {
      heard.add("stop " + number(leadership) + " " + reason);
      onStop.run();
    }
  }
}
