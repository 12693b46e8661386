package dev.tenure.node;

import dev.tenure.definition.Actor;
import dev.tenure.definition.AuditEntry;
import dev.tenure.definition.Deed;
import dev.tenure.definition.Ids;
import dev.tenure.model.NodeName;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;

/** Makes entries of the audit trail. Thread-safe. */
final class Notes {

  private final NodeName node;
  private final InstantSource clock;
  private final Ids ids = new Ids(new SecureRandom());

  Notes(NodeName node, InstantSource clock) {
    this.node = node;
    this.clock = clock;
  }

  /** The entry of something that is being done; none where a program does it to itself. */
  Optional<AuditEntry> of(Optional<Actor> actor, Deed deed) {
    return actor.map(who -> new AuditEntry(ids.request(), clock.instant(), node, who, deed));
  }
}
