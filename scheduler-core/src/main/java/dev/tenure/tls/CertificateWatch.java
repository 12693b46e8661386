package dev.tenure.tls;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at certificates again and again, on a thread of its own: takes up renewed ones, and warns,
 * once a day, of those that are about to run out. Thread-safe.
 */
public final class CertificateWatch implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(CertificateWatch.class);

  private static final Duration BETWEEN_WARNINGS = Duration.ofDays(1);

  private final WatchedPem<?> watched;
  private final Duration warnBefore;
  private final Clock clock;
  private final Consumer<Instant> onChecked;
  private final ScheduledExecutorService thread;
  private Optional<Instant> warned = Optional.empty();

  /**
   * Not started yet.
   *
   * @param warnBefore how long before they run out certificates are warned of
   * @param onChecked is told after each look until when the certificates are valid
   */
  CertificateWatch(
      WatchedPem<?> watched, Duration warnBefore, Clock clock, Consumer<Instant> onChecked) {
    this.watched = watched;
    this.warnBefore = warnBefore;
    this.clock = clock;
    this.onChecked = onChecked;
    thread =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread made = new Thread(work, "certificates-" + watched.use());
              made.setDaemon(true);
              return made;
            });
  }

  /**
   * Begins to look, now and then every so often.
   *
   * @param every how often the files are read
   * @param warnBefore how long before they run out certificates are warned of
   * @param onChecked is told after each look until when the certificates are valid; must not block
   */
  public static CertificateWatch start(
      WatchedPem<?> watched, Duration every, Duration warnBefore, Consumer<Instant> onChecked) {
    CertificateWatch watch =
        new CertificateWatch(watched, warnBefore, Clock.systemUTC(), onChecked);
    log.info(
        "the certificates for {} in {} are valid until {}",
        watched.use(),
        watched.file(),
        watched.validUntil());
    watch.look();
    watch.thread.scheduleWithFixedDelay(
        watch::look, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
    return watch;
  }

  /** One look; never throws, as that would be the last one. */
  void look() {
    try {
      watched.check();
      warn(watched.validUntil());
      onChecked.accept(watched.validUntil());
    } catch (RuntimeException e) {
      log.error("certificates cannot be checked; this is a defect, please report it", e);
    }
  }

  private void warn(Instant until) {
    Instant now = clock.instant();
    if (now.plus(warnBefore).isBefore(until)) {
      warned = Optional.empty();
      return;
    }
    if (warned.filter(last -> now.isBefore(last.plus(BETWEEN_WARNINGS))).isPresent()) {
      return;
    }
    warned = Optional.of(now);
    if (now.isBefore(until)) {
      log.warn(
          "a certificate for {} in {} runs out at {}, in {} days; replace the file, no restart is"
              + " needed",
          watched.use(),
          watched.file(),
          until,
          Duration.between(now, until).toDays());
    } else {
      log.error(
          "a certificate for {} in {} has run out at {}; replace the file, no restart is needed",
          watched.use(),
          watched.file(),
          until);
    }
  }

  /** Looks no more. Idempotent. */
  @Override
  public void close() {
    thread.shutdownNow();
  }
}
