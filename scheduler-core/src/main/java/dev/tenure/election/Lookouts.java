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
 * <p>An eviction that hit a living process shows by itself: the process stands in the queue again.
 * Then this candidacy evicts nobody for a while, and for twice as long after each such mistake.
 * Belongs to the election's loop; {@link #evictions} may be read from anywhere.
 */
final class Lookouts {

  private static final Logger log = LoggerFactory.getLogger(Lookouts.class);
  private static final Duration FIRST_PENANCE = Duration.ofMinutes(1);
  private static final int MOST_DOUBLINGS = 6;
  private static final int REMEMBERED = 32;

  private final Optional<FastPath> path;
  private final Lookout.@Nullable Tools tools;
  private final EventLoop loop;
  private final Published<Evictions> evictions;
  private final List<Lookout> lookouts = new ArrayList<>();
  // Of processes that were evicted the revision of the key; the oldest are forgotten.
  private final Map<String, Long> evicted = new LinkedHashMap<>();
  private int mistakes;
  private boolean penitent;
  private EventLoop.Timer penance = () -> {};

  Lookouts(
      Store store,
      ElectionName name,
      Optional<FastPath> path,
      EventLoop loop,
      RandomGenerator random,
      Published<Evictions> evictions) {
    this.path = path;
    this.loop = loop;
    this.evictions = evictions;
    tools = path.map(it -> new Lookout.Tools(name, store, it, loop, random)).orElse(null);
  }

  /**
   * Looks at the queue from a place in it.
   *
   * @param place where the candidate waits; null while it does not
   */
  void look(QueueView view, @Nullable Place place) {
    if (tools == null) {
      return;
    }
    List<Entry> ahead =
        place == null || !view.holds(place)
            ? List.of()
            : view.candidates().stream()
                .filter(candidate -> candidate.createRevision() < place.createRevision())
                .toList();
    admitMistakes(view);
    List<Entry> wanted = ends(ahead);
    lookouts.removeIf(
        lookout -> {
          boolean gone = wanted.stream().noneMatch(lookout::watches);
          if (gone) {
            lookout.close();
          }
          return gone;
        });
    for (Entry candidate : wanted) {
      boolean next = candidate.equals(ahead.get(ahead.size() - 1));
      lookoutFor(tools, candidate).ifPresent(lookout -> lookout.mayEvict(next && !penitent));
    }
  }

  /** The first and the last. */
  private static List<Entry> ends(List<Entry> ahead) {
    return ahead.size() <= 2 ? ahead : List.of(ahead.get(0), ahead.get(ahead.size() - 1));
  }

  private Optional<Lookout> lookoutFor(Lookout.Tools with, Entry candidate) {
    for (Lookout lookout : lookouts) {
      if (lookout.watches(candidate)) {
        return Optional.of(lookout);
      }
    }
    Optional<Lookout> made =
        endpointOf(candidate)
            .map(
                endpoint ->
                    new Lookout(
                        with, candidate, endpoint, eviction -> onEvicted(endpoint, eviction)));
    made.ifPresent(
        lookout -> {
          lookouts.add(lookout);
          lookout.begin();
        });
    return made;
  }

  private Optional<Endpoint> endpointOf(Entry candidate) {
    return path.flatMap(it -> it.endpoints().apply(candidate.value()));
  }

  private void onEvicted(Endpoint endpoint, Eviction eviction) {
    evictions.publish(evictions.present().plus(eviction));
    evicted.put(endpoint.incarnation(), eviction.createRevision());
    if (evicted.size() > REMEMBERED) {
      evicted.remove(evicted.keySet().iterator().next());
    }
  }

  /** Who was taken for dead and stands in the queue again was not. */
  private void admitMistakes(QueueView view) {
    if (evicted.isEmpty()) {
      return;
    }
    for (Entry candidate : view.candidates()) {
      Optional<String> word = endpointOf(candidate).map(Endpoint::incarnation);
      Long revision = word.map(evicted::get).orElse(null);
      if (revision != null && candidate.createRevision() > revision) {
        evicted.remove(word.orElseThrow());
        admit(candidate);
      }
    }
  }

  private void admit(Entry candidate) {
    Duration span = FIRST_PENANCE.multipliedBy(1L << Math.min(mistakes, MOST_DOUBLINGS));
    mistakes++;
    penitent = true;
    penance.cancel();
    penance = loop.schedule(span, () -> penitent = false);
    evictions.publish(evictions.present().plusMistake());
    log.warn(
        "the process of {} was evicted and lives: its endpoint cannot be trusted from here;"
            + " nobody is evicted by this candidate for {} s",
        candidate.key(),
        span.toSeconds());
  }
}
