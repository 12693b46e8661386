package dev.tenure.server.http;

import dev.tenure.config.HttpLimits;
import dev.tenure.time.NanoClock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * How many requests are let in. Remembers a bounded number of clients, those that asked last: who
 * is forgotten may ask as if he were new, and the limit for all holds nevertheless. Thread-safe.
 */
final class RateLimit {

  static final int MOST_GUESTS = 10_000;

  private final Rate each;
  private final Rate all;
  private final NanoClock clock;
  private final Map<Guest, Long> paid =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Guest, Long> eldest) {
          return size() > MOST_GUESTS;
        }
      };
  private long paidByAll;

  RateLimit(HttpLimits limits, NanoClock clock) {
    each = Rate.perSecond(limits.requestsPerClient());
    all = Rate.perSecond(limits.requests());
    this.clock = clock;
    paidByAll = clock.nanos();
  }

  /**
   * Lets a request in, or says how long to wait before the next one.
   *
   * @param counted whether a request of this path counts among those of all clients together
   */
  synchronized Optional<Duration> admit(Guest guest, String path, Predicate<String> counted) {
    long now = clock.nanos();
    long own = paid.getOrDefault(guest, now);
    long wait = each.waitNanos(own, now);
    boolean shared = counted.test(path);
    if (shared) {
      wait = Math.max(wait, all.waitNanos(paidByAll, now));
    }
    if (wait > 0) {
      return Optional.of(Duration.ofNanos(wait));
    }
    paid.put(guest, each.after(own, now));
    if (shared) {
      paidByAll = all.after(paidByAll, now);
    }
    return Optional.empty();
  }

  /** How many clients are remembered. */
  synchronized int remembered() {
    return paid.size();
  }
}
