package dev.tenure.alert;

import dev.tenure.json.Json;
import dev.tenure.json.JsonObject;
import dev.tenure.store.Commit;
import dev.tenure.store.Entry;
import dev.tenure.store.Listing;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One group on its way between following and leading. Who begins to lead reads what is recorded of
 * alerts, and up to when its ledger was looked at, before it looks itself. Confined to the loop.
 */
final class LedGroup {

  /** How much of the ledger the next leader looks at again at most, beside what is new. */
  private static final Duration SEEN_EVERY = Duration.ofMinutes(1);

  private enum Place {
    FOLLOWING,
    READING,
    LEADING
  }

  private final WatchedGroup group;
  private final GroupWatch watch;
  private final Alerts.Setup setup;
  private final AlertBook book;

  private Place place = Place.FOLLOWING;
  private Instant seen = Instant.EPOCH;

  LedGroup(WatchedGroup group, GroupWatch watch, Alerts.Setup setup, AlertBook book) {
    this.group = group;
    this.watch = watch;
    this.setup = setup;
    this.book = book;
  }

  void follow() {
    watch.follow();
  }

  void look(Instant now) {
    if (!group.leads()) {
      if (place != Place.FOLLOWING) {
        place = Place.FOLLOWING;
        book.flush();
      }
    } else if (place == Place.FOLLOWING) {
      place = Place.READING;
      begin(now);
    } else if (place == Place.LEADING
        && book.isIdle()
        && !watch.newestEnd().isBefore(seen.plus(SEEN_EVERY))) {
      saw(watch.newestEnd());
    }
    watch.look(now);
  }

  private void begin(Instant now) {
    setup
        .store()
        .get(key())
        .thenCombine(
            setup.store().list(setup.layout().alerts()),
            (entry, alerts) -> {
              setup.loop().execute(() -> won(entry, alerts, now));
              return entry;
            })
        .exceptionally(
            failure -> {
              setup.loop().execute(() -> place = Place.FOLLOWING); // the next look tries again
              return Optional.empty();
            });
  }

  /** Where nothing was ever looked at, what ended before is nobody's business any more. */
  private void won(Optional<Entry> entry, Listing alerts, Instant now) {
    if (place == Place.READING) {
      place = Place.LEADING;
      book.learn(alerts);
      Optional<Instant> before = entry.flatMap(LedGroup::instant);
      seen = before.orElse(now);
      watch.won(seen);
      if (before.isEmpty()) {
        saw(now);
      }
    }
  }

  private static Optional<Instant> instant(Entry entry) {
    return JsonObject.find(entry.value().utf8()).flatMap(json -> json.instant("seen"));
  }

  private void saw(Instant at) {
    seen = at;
    String value = Json.write(Map.of("seen", at));
    setup.store().commit(new Commit(List.of(), List.of(Commit.Put.unleased(key(), value))));
  }

  private String key() {
    return setup.layout().alertsSeen(group.group());
  }
}
