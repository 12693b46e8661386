package dev.tenure.election;

import dev.tenure.etcd.EtcdSettings;
import dev.tenure.etcd.EtcdStore;
import dev.tenure.lifeline.Endpoint;
import dev.tenure.lifeline.SocketLifelines;
import dev.tenure.store.Bytes;
import dev.tenure.store.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The process of {@link FastPathIT}: a candidate that advertises where its lifelines end. */
final class LifelineProcess {

  private LifelineProcess() {}

  /**
   * Arguments: the endpoint of etcd, the name of the election, the port to listen on, the port to
   * advertise, a word to stand with. Runs until it is killed.
   */
  public static void main(String[] arguments) throws Exception {
    EtcdStore store = EtcdStore.open(EtcdSettings.of(List.of(arguments[0])));
    SocketLifelines lifelines =
        SocketLifelines.listen("127.0.0.1", Integer.parseInt(arguments[2]), arguments[4]);
    Endpoint endpoint = lifelines.endpoint("127.0.0.1", Integer.parseInt(arguments[3]));
    Election election = on(store, lifelines).open(new ElectionName(arguments[1]));
    election.states(System.out::println);
    election.stand(() -> value(arguments[4], endpoint));
    Thread.currentThread().join();
  }

  /** Long enough that nothing but an eviction explains a take-over. */
  static final Duration TTL = Duration.ofSeconds(60);

  static Elections on(Store store, SocketLifelines lifelines) {
    return Elections.on(
        store,
        ElectionOptions.of(TTL),
        ElectionRuntime.threads()
            .with(Optional.of(new FastPath(lifelines, LifelineProcess::endpoint))));
  }

  static String value(String name, Endpoint endpoint) {
    return String.join(
        " ", name, endpoint.host(), String.valueOf(endpoint.port()), endpoint.incarnation());
  }

  static Optional<Endpoint> endpoint(Bytes value) {
    List<String> words = List.of(value.utf8().split(" ", -1));
    return words.size() < 4
        ? Optional.empty()
        : Optional.of(new Endpoint(words.get(1), Integer.parseInt(words.get(2)), words.get(3)));
  }

  static SocketLifelines listen(String name) {
    try {
      return SocketLifelines.listen("127.0.0.1", 0, name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
