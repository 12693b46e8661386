package dev.tenure.election;

import dev.tenure.etcd.EtcdSettings;
import dev.tenure.etcd.EtcdStore;
import dev.tenure.loop.ThreadEventLoop;
import dev.tenure.store.Commit;
import java.time.Duration;
import java.util.List;

/**
 * The process of {@link ProcessIT}: stands for election, and while it leads, and long after, writes
 * under its fence as fast as it can. Says each state, start and stop in a line.
 */
final class ElectionProcess {

  private final EtcdStore store;
  private final ElectionName name;
  private final ThreadEventLoop writer = new ThreadEventLoop("writer");

  private ElectionProcess(EtcdStore store, ElectionName name) {
    this.store = store;
    this.name = name;
  }

  static String dataKey(ElectionName name) {
    return name.value() + "-data";
  }

  /** Arguments: the endpoint of etcd and the name of the election. Runs until it is killed. */
  public static void main(String[] arguments) throws InterruptedException {
    EtcdStore store = EtcdStore.open(EtcdSettings.of(List.of(arguments[0])));
    ElectionProcess process = new ElectionProcess(store, new ElectionName(arguments[1]));
    process.stand();
    Thread.currentThread().join();
  }

  private void stand() {
    Election election =
        Elections.on(store, ElectionOptions.of(Peer.TTL))
            .open(
                name,
                new LeaderWork() {
                  @Override
                  public void start(Leadership leadership) {
                    System.out.println("start");
                    write(leadership);
                  }

                  @Override
                  public void stop(Leadership leadership, StopReason reason) {
                    System.out.println("stop");
                  }
                });
    election.states(System.out::println);
    election.stand(() -> "there");
  }

  /** Does not ask whether it still leads: the fence is on trial. */
  private void write(Leadership leadership) {
    Commit commit =
        new Commit(
            List.of(leadership.fence()),
            List.of(Commit.Put.unleased(dataKey(name), "term " + leadership.term())));
    store
        .commit(commit)
        .whenComplete(
            (result, failure) -> writer.schedule(Duration.ofMillis(5), () -> write(leadership)));
  }
}
