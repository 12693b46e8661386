package dev.tenure.ledger;

import dev.tenure.election.Leadership;
import dev.tenure.store.StoreException;
import dev.tenure.time.Backoff;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is said when the store does not take what a term writes, and how long to wait then. Said
 * once, and not when the term is past its deadline: what is to be said then is that the term is
 * lost. Confined to the ledger's loop.
 */
final class StoreTrouble {

  private static final Logger log = LoggerFactory.getLogger(StoreTrouble.class);
  private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(50), Duration.ofSeconds(2));

  private final Leadership leadership;
  private final LedgerScope scope;
  private int failures;
  private boolean told;

  StoreTrouble(Leadership leadership, LedgerScope scope) {
    this.leadership = leadership;
    this.scope = scope;
  }

  void met(StoreException cause) {
    failures++;
    if (told || !leadership.held()) {
      return;
    }
    told = true;
    if (cause.kind() == StoreException.Kind.LIMIT) {
      log.error(
          "the ledger of group {} cannot be written, so nothing new starts; what has ended is kept"
              + " in memory and tried again for as long as term {} lasts: {}. Is etcd full? Raise"
              + " its quota, or compact and defragment it, and disarm its alarm",
          scope.group(),
          leadership.term(),
          cause.getMessage());
    } else {
      log.warn(
          "the ledger of group {} cannot be written, trying again for as long as term {} lasts:"
              + " {}",
          scope.group(),
          leadership.term(),
          cause.getMessage());
    }
  }

  void over() {
    if (told) {
      log.info("the ledger of group {} is written again", scope.group());
    }
    told = false;
    failures = 0;
  }

  Duration pause(RandomGenerator random) {
    return BACKOFF.wait(Math.max(1, failures), random);
  }
}
