package dev.tenure.definition;

import java.time.Instant;

/** Something that a group's leader is asked to do, by any node; a key that goes when it is done. */
public sealed interface Request permits RunRequest, InterruptRequest, HandOverRequest {

  /** Its name: letters and digits, random; {@link Ids#request()}. */
  String id();

  /** Who asks, for people; may be empty. */
  String who();

  /** When it was asked, by the clock of the node that was asked. */
  Instant when();
}
