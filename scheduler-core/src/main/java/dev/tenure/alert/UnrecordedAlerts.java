package dev.tenure.alert;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Alerts that this node tells of alone, while no store can be asked who else does. The same rules,
 * without a record. One thread writes; any thread reads.
 */
final class UnrecordedAlerts {

  private final AlertRules rules;
  private final Consumer<Notice> send;
  private final Map<AlertId, Alert> alerts = new ConcurrentHashMap<>();

  UnrecordedAlerts(AlertRules rules, Consumer<Notice> send) {
    this.rules = rules;
    this.send = send;
  }

  boolean knows(AlertId id) {
    return alerts.containsKey(id);
  }

  Collection<Alert> all() {
    return List.copyOf(alerts.values());
  }

  void post(AlertId id, AlertEvent event) {
    AlertRules.Step step = rules.step(id, Optional.ofNullable(alerts.get(id)), event);
    step.alert().ifPresentOrElse(alert -> alerts.put(id, alert), () -> alerts.remove(id));
    step.notices().forEach(send);
  }

  void look(AlertEvent.Looked looked) {
    all().forEach(alert -> post(alert.id(), looked));
  }
}
