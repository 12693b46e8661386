package dev.tenure.definition;

import dev.tenure.loop.Subscription;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Those who hear of changes. One that throws is logged, and the others go on. */
final class Listeners {

  private static final Logger log = LoggerFactory.getLogger(Listeners.class);

  private final List<DefinitionListener> listeners = new CopyOnWriteArrayList<>();

  Subscription add(DefinitionListener listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  void tell(Consumer<DefinitionListener> news) {
    for (DefinitionListener listener : listeners) {
      try {
        news.accept(listener);
      } catch (RuntimeException e) {
        log.error("a listener of definitions failed; this is a defect, please report it", e);
      }
    }
  }
}
