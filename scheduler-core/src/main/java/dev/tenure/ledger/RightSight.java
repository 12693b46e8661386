package dev.tenure.ledger;

import dev.tenure.json.JsonObject;
import dev.tenure.model.RunId;
import dev.tenure.model.Term;
import dev.tenure.store.Entry;
import dev.tenure.store.WatchEvent;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What the node that holds a right sees of it in the store: that it is gone, and which of its runs
 * are to be interrupted. Confined to the ledger's loop.
 */
final class RightSight implements PrefixFollower.Listener {

  private final LedgerParts parts;
  private final Term term;
  private final String key;
  private final Predicate<RunId> awaited;
  private final RightListener listener;
  private final Runnable gone;
  private final PrefixFollower follower;

  /**
   * Sees nothing before {@link #begin}.
   *
   * @param awaited whether a run has yet to end
   * @param listener is told of interrupts
   * @param gone is told that the key is not there; perhaps several times
   */
  RightSight(
      LedgerParts parts,
      Term term,
      Predicate<RunId> awaited,
      RightListener listener,
      Runnable gone) {
    this.parts = parts;
    this.term = term;
    this.awaited = awaited;
    this.listener = listener;
    this.gone = gone;
    key = parts.scope().layout().completionRight(parts.scope().group(), term);
    follower =
        new PrefixFollower(parts, parts.scope().layout().completions(parts.scope().group()), this);
  }

  void begin() {
    follower.start();
  }

  void end() {
    follower.stop();
  }

  @Override
  public void all(Map<String, Entry> present) {
    if (present.containsKey(key)) {
      present.values().forEach(this::told);
    } else {
      gone.run();
    }
  }

  @Override
  public void changed(WatchEvent event) {
    if (event instanceof WatchEvent.Written written) {
      told(written.entry());
    } else if (event.key().equals(key)) {
      gone.run();
    }
  }

  private void told(Entry entry) {
    if (CompletionKey.parse(parts.scope(), entry.key()).orElse(null)
            instanceof CompletionKey.Interrupt interrupt
        && interrupt.term().equals(term)
        && awaited.test(interrupt.run())) {
      String reason =
          JsonObject.find(entry.value().utf8())
              .flatMap(value -> value.text("reason"))
              .orElse("interrupted on request");
      listener.onInterrupt(interrupt.run(), reason);
    }
  }
}
