package dev.tenure.alert;

import dev.tenure.alert.AlertEvent.Happened;
import dev.tenure.alert.AlertEvent.Holds;
import dev.tenure.alert.AlertEvent.Looked;
import dev.tenure.alert.AlertEvent.Over;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Events that wait, in order; what says the same again takes no room. */
final class EventLine {

  private final List<AlertEvent> events = new ArrayList<>();

  List<AlertEvent> all() {
    return List.copyOf(events);
  }

  void add(AlertEvent event) {
    int end = events.size() - 1;
    AlertEvent last = end < 0 ? new AlertEvent.Gone() : events.get(end);
    if (last instanceof Happened before && event instanceof Happened now) {
      events.set(end, both(before, now));
    } else if (last instanceof Looked && event instanceof Looked) {
      events.set(end, event);
    } else if (!(last instanceof Holds && event instanceof Holds)
        && !(last instanceof Over && event instanceof Over)) {
      events.add(event);
    }
  }

  private static Happened both(Happened before, Happened now) {
    Instant at = now.at().isAfter(before.at()) ? now.at() : before.at();
    return new Happened(before.uid(), at, before.times() + now.times(), now.subject());
  }
}
