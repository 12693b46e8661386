package dev.tenure.election;

import dev.tenure.lifeline.Endpoint;
import dev.tenure.loop.EventLoop;
import dev.tenure.loop.Published;
import dev.tenure.store.Entry;
import dev.tenure.store.Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The crash fast path of one candidacy: while it waits, it watches the processes of the leader and
 * of the candidate directly ahead, and evicts the latter, and nobody else, when it is proved to be
 * gone. A leader is evicted by who is next in line; others are only known in advance, in case the
 * ones between go first.
 *
 * <p>An eviction that hit a living process shows: the process stands in the queue again, and
 * answers. Then this candidacy evicts nobody for a while, and for twice as long after each such
 * mistake. Belongs to the election's loop.
 */
final class Lookouts implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Lookouts.class);
  private static final Duration FIRST_PENANCE = Duration.ofMinutes(1);
  private static final int MOST_DOUBLINGS = 6;
  private static final int REMEMBERED = 32;

  private final Optional<Lookout.Tools> tools;
  private final ElectionName name;
  private final EventLoop loop;
  private final Published<Evictions> evictions;
  private final List<Lookout> lookouts = new ArrayList<>();
  // Of processes that were evicted the revision of the key; the oldest are forgotten.
  private final Map<String, Long> evicted = new LinkedHashMap<>();
  private int mistakes;
  private boolean penitent;
  private boolean closed;
  private EventLoop.Timer penance = () -> {};

  Lookouts(
      Store store,
      ElectionName name,
      Optional<FastPath> path,
      EventLoop loop,
      RandomGenerator random,
      Published<Evictions> evictions) {
    this.name = name;
    this.loop = loop;
    this.evictions = evictions;
    tools = path.map(it -> new Lookout.Tools(name, store, it, loop, random));
  }

  /**
   * Looks at the queue from a place in it.
   *
   * @param place where the candidate waits; null while it does not
   */
  void look(QueueView view, @Nullable Place place) {
    if (tools.isEmpty() || closed) {
      return;
    }
    List<Entry> ahead = place == null ? List.of() : view.ahead(place);
    List<Entry> wanted = new ArrayList<>(ends(ahead));
    wanted.addAll(view.candidates().stream().filter(this::stoodAgain).toList());
    lookouts.removeIf(
        lookout -> {
          boolean gone = wanted.stream().noneMatch(lookout::watches);
          if (gone) {
            lookout.close();
          }
          return gone;
        });
    for (Entry candidate : wanted) {
      boolean next = !ahead.isEmpty() && candidate.equals(ahead.get(ahead.size() - 1));
      lookoutFor(candidate).ifPresent(lookout -> lookout.mayEvict(next && !penitent));
    }
  }

  @Override
  public void close() {
    closed = true;
    penance.cancel();
    lookouts.forEach(Lookout::close);
    lookouts.clear();
  }

  /** The first and the last. */
  private static List<Entry> ends(List<Entry> ahead) {
    return ahead.size() <= 2 ? ahead : List.of(ahead.get(0), ahead.get(ahead.size() - 1));
  }

  /** Its process was taken for dead. Perhaps it lives, perhaps this is its late last word. */
  private boolean stoodAgain(Entry candidate) {
    return !evicted.isEmpty()
        && endpointOf(candidate)
            .map(endpoint -> evicted.get(endpoint.incarnation()))
            .filter(revision -> revision < candidate.createRevision())
            .isPresent();
  }

  private Optional<Lookout> lookoutFor(Entry candidate) {
    for (Lookout lookout : lookouts) {
      if (lookout.watches(candidate)) {
        return Optional.of(lookout);
      }
    }
    Optional<Lookout> made =
        endpointOf(candidate)
            .map(endpoint -> new Lookout(tools.orElseThrow(), candidate, endpoint, new News()));
    made.ifPresent(
        lookout -> {
          lookouts.add(lookout);
          lookout.begin();
        });
    return made;
  }

  private Optional<Endpoint> endpointOf(Entry candidate) {
    return tools.flatMap(it -> it.path().endpoints().apply(candidate.value()));
  }

  private final class News implements Lookout.Listener {
    @Override
    public void evicted(Eviction eviction) {
      evictions.publish(evictions.present().plus(eviction));
      evicted.put(eviction.endpoint().incarnation(), eviction.createRevision());
      if (evicted.size() > REMEMBERED) {
        evicted.remove(evicted.keySet().iterator().next());
      }
    }

    @Override
    public void answered(Endpoint endpoint) {
      if (evicted.remove(endpoint.incarnation()) != null) {
        repent(endpoint);
      }
    }
  }

  private void repent(Endpoint endpoint) {
    Duration span = FIRST_PENANCE.multipliedBy(1L << Math.min(mistakes, MOST_DOUBLINGS));
    mistakes++;
    penitent = true;
    penance.cancel();
    penance = loop.schedule(span, () -> penitent = false);
    lookouts.forEach(lookout -> lookout.mayEvict(false));
    evictions.publish(evictions.present().plusMistake());
    log.warn(
        "election {}: the process at {} was evicted and lives: something in between ends and"
            + " refuses connections; this candidate evicts nobody for {} s",
        name,
        endpoint,
        span.toSeconds());
  }
}
