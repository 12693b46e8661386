package dev.tenure.node;

import dev.tenure.config.ConfigProblem;
import dev.tenure.definition.ChangeResult;
import dev.tenure.model.RunId;
import java.util.List;
import java.util.stream.Collectors;

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

  /**
   * A job is as it was sent.
   *
   * @param created whether there was none before
   * @param changed whether anything had to be changed for that
   */
  record Stored(boolean created, boolean changed) implements Asked {
    @Override
    public String message() {
      return created ? "created" : changed ? "changed" : "it was so already";
    }
  }

  /**
   * A job was sent that cannot be run; nothing was changed.
   *
   * @param problems everything that is wrong with it; not empty
   */
  record Invalid(List<ConfigProblem> problems) implements Asked {
    public Invalid {
      problems = List.copyOf(problems);
    }

    @Override
    public String message() {
      return problems.stream().map(ConfigProblem::toString).collect(Collectors.joining("; "));
    }
  }

  /** It cannot be done; nothing was changed. */
  record Refused(Reason reason, String message) implements Asked {}

  /** Why something cannot be done. */
  enum Reason {
    /** There is no such job or run. */
    UNKNOWN,
    /** What was given cannot be used. */
    INVALID,
    /** The configuration of the node does not allow it. */
    NOT_ALLOWED,
    /** There is one already. */
    EXISTS,
    /** It comes from a job file, which alone may change it. */
    OF_FILES,
    /** Others name it, and would lose it. */
    IN_USE,
    /** It is not as the one who asks saw it last. */
    OUTDATED,
    /** Nobody leads whom it could be asked of. */
    NO_LEADER,
    /** There is no such node. */
    NO_SUCH_NODE,
    /** Nobody else could do what this node does. */
    LAST_NODE,
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
