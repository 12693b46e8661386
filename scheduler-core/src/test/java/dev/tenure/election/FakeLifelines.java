package dev.tenure.election;

import dev.tenure.lifeline.Acquaintance;
import dev.tenure.lifeline.Endpoint;
import dev.tenure.lifeline.Lifelines;
import dev.tenure.lifeline.LineEvent;
import dev.tenure.lifeline.ProcessSign;
import dev.tenure.store.Bytes;
import dev.tenure.testing.ManualTime;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * A network of lifelines in manual time. A candidate's value {@code name} has the endpoint {@code
 * name}, unless it begins with {@value #FOREIGN}.
 */
final class FakeLifelines implements Lifelines {

  static final String FOREIGN = "foreign";

  private final ManualTime.Loop network;
  private final RandomGenerator random;
  private final Set<String> crashed = new HashSet<>();
  private final Set<String> lying = new HashSet<>();
  private final Set<String> silent = new HashSet<>();
  private final List<Held> held = new ArrayList<>();
  private boolean direct = true;

  private record Held(String process, Consumer<LineEvent> listener) {}

  FakeLifelines(ManualTime time, RandomGenerator random) {
    network = time.loop("lifelines");
    this.random = random;
  }

  /** How a candidacy uses this network. */
  FastPath path() {
    return new FastPath(this, FakeLifelines::endpoint);
  }

  private static Optional<Endpoint> endpoint(Bytes value) {
    String name = value.utf8();
    return name.startsWith(FOREIGN) ? Optional.empty() : Optional.of(new Endpoint(name, 1, name));
  }

  /** Something that ends and refuses connections stands between, and shows. */
  void throughProxies() {
    direct = false;
  }

  /** The process is gone. */
  void crash(String process) {
    crashed.add(process);
    endAll(process);
  }

  /** The network ends the connections of a living process, and refuses new ones in its name. */
  void lieAbout(String process) {
    lying.add(process);
    endAll(process);
  }

  /** The network ends the connections of a living process; new ones get no answer. */
  void swallow(String process) {
    silent.add(process);
    endAll(process);
  }

  /** Ends connections; new ones are answered. */
  void reset(String process) {
    endAll(process);
  }

  void heal(String process) {
    lying.remove(process);
    silent.remove(process);
  }

  private void endAll(String process) {
    List<Held> ended = held.stream().filter(line -> line.process().equals(process)).toList();
    held.removeAll(ended);
    ended.forEach(line -> tell(line.listener(), new LineEvent.Ended("reset")));
  }

  @Override
  public Line call(Endpoint endpoint, Optional<Acquaintance> known, Consumer<LineEvent> listener) {
    String process = endpoint.incarnation();
    network.schedule(delay(), () -> answer(process, listener));
    return () -> held.removeIf(line -> line.listener().equals(listener));
  }

  private void answer(String process, Consumer<LineEvent> listener) {
    if (crashed.contains(process) || lying.contains(process)) {
      tell(listener, new LineEvent.Refused(ProcessSign.UNKNOWN));
    } else if (silent.contains(process)) {
      tell(listener, new LineEvent.Failed("no answer in time"));
    } else {
      held.add(new Held(process, listener));
      tell(
          listener,
          new LineEvent.Answered(
              new Acquaintance(
                  InetSocketAddress.createUnresolved(process, 1),
                  direct,
                  () -> ProcessSign.UNKNOWN)));
    }
  }

  private void tell(Consumer<LineEvent> listener, LineEvent event) {
    network.schedule(Duration.ofMillis(1), () -> listener.accept(event));
  }

  private Duration delay() {
    return Duration.ofMillis(1 + random.nextInt(5));
  }
}
