package dev.tenure.node;

import dev.tenure.definition.ChangeResult;
import dev.tenure.model.RunId;

/** What became of something that was asked of a group. */
public sealed interface Asked {

  /** For people: what happened, or what is wrong and what to do. */
  String message();

  /**
   * A run will be made, by whoever leads or will lead: exactly one.
   *
   * @param run its first attempt
   */
  record Run(RunId run) implements Asked {
    @Override
    public String message() {
      return "run " + run + " is asked for";
    }
  }

  /** It is done, or asked of the leader where only the leader can do it. */
  record Done(String message) implements Asked {}

  /** It cannot be done; nothing was changed. */
  record Refused(Reason reason, String message) implements Asked {}

  /** Why something cannot be done. */
  enum Reason {
    /** There is no such job or run. */
    UNKNOWN,
    /** What was given cannot be used. */
    INVALID,
    /** Somebody else changed the same at the same time. */
    CONFLICT,
    /** etcd does not answer, or refuses to write. */
    UNAVAILABLE,
    /** It is not known whether it was done: look, and perhaps repeat. */
    UNCERTAIN
  }

  /** What a change came to. */
  static Asked of(ChangeResult result, Asked done) {
    if (result instanceof ChangeResult.Changed) {
      return done;
    }
    return new Refused(reason(result), result.message());
  }

  private static Reason reason(ChangeResult result) {
    if (result instanceof ChangeResult.Conflict) {
      return Reason.CONFLICT;
    }
    if (result instanceof ChangeResult.Rejected) {
      return Reason.INVALID;
    }
    return result instanceof ChangeResult.Unknown ? Reason.UNCERTAIN : Reason.UNAVAILABLE;
  }
}
