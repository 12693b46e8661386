package dev.tenure.election;

import dev.tenure.store.Commit;
import dev.tenure.store.CommitResult;
import dev.tenure.testing.FakeStore;
import dev.tenure.testing.FakeStoreClient;
import dev.tenure.testing.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** A process of the simulation: a candidate that, while it leads, writes under its fence. */
final class SimulatedNode {

  static final ElectionName NAME = new ElectionName("/sim/election/default");
  static final String DATA = "/sim/data";

  final String name;
  final ManualTime.Loop loop;
  final FakeStoreClient store;
  final Election election;
  final List<Long> terms = new ArrayList<>();
  final List<String> breaches = new ArrayList<>();
  private final ManualTime.Loop callbacks;
  private final RandomGenerator random;
  private Optional<Leadership> working = Optional.empty();
  private boolean crashed;

  SimulatedNode(
      String name,
      ManualTime time,
      FakeStore server,
      ElectionOptions options,
      FakeLifelines lifelines,
      RandomGenerator random) {
    this.name = name;
    this.random = random;
    loop = time.loop(name);
    callbacks = time.loop(name + "-callbacks");
    store = server.client(random);
    ElectionRuntime runtime =
        new ElectionRuntime(
            ignored -> loop,
            callbacks,
            time.wallClock(),
            () -> random,
            Optional.of(lifelines.path()));
    election = Elections.on(store, options, runtime).open(NAME, new Work());
    election.stand(() -> name);
  }

  /** The leadership that this node would still act on. */
  Optional<Leadership> belief() {
    return crashed ? Optional.empty() : working.filter(Leadership::held);
  }

  boolean paused() {
    return loop.paused();
  }

  void pause() {
    loop.pause();
    callbacks.pause();
  }

  void resume() {
    loop.resume();
    callbacks.resume();
  }

  void crash() {
    crashed = true;
    loop.close();
    callbacks.close();
    store.close();
  }

  private final class Work implements LeaderWork {
    @Override
    public void start(Leadership leadership) {
      if (working.isPresent()) {
        breaches.add(name + " starts " + leadership + " before it stopped " + working.get());
      }
      if (!terms.isEmpty() && leadership.term().number() <= terms.get(terms.size() - 1)) {
        breaches.add(name + " starts " + leadership + " after term " + terms);
      }
      terms.add(leadership.term().number());
      working = Optional.of(leadership);
      write(leadership);
    }

    @Override
    public void stop(Leadership leadership, StopReason reason) {
      if (working.filter(now -> now == leadership).isEmpty()) {
        breaches.add(name + " stops " + leadership + " while it works for " + working);
      }
      working = Optional.empty();
    }

    private void write(Leadership leadership) {
      if (working.filter(now -> now == leadership).isEmpty()) {
        return;
      }
      // The fence, not the belief, is on trial: the write goes out even when the belief is over.
      Commit commit =
          new Commit(
              List.of(leadership.fence()),
              List.of(Commit.Put.unleased(DATA, name + " " + leadership.term())));
      store
          .commit(commit)
          .whenCompleteAsync(
              (result, failure) -> {
                if (result instanceof CommitResult.Refused) {
                  election.fenced(leadership);
                }
              },
              callbacks);
      callbacks.schedule(Duration.ofMillis(50 + random.nextInt(150)), () -> write(leadership));
    }
  }
}
