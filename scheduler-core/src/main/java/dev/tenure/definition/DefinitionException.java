package dev.tenure.definition;

/** A change makes no sense for what is defined. The message says what, and what to do. */
public final class DefinitionException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** What is wrong. */
  public enum Kind {
    /** There is one of that name already. */
    EXISTS,
    /** There is none of that name. */
    UNKNOWN,
    /** Others depend on it. */
    IN_USE,
    /** It does not fit what is there. */
    UNFIT,
    /** It comes from a job file, which alone may change it. */
    OF_FILES,
    /** It is not as the one who changes it saw it last. */
    OUTDATED
  }

  private final Kind kind;
  private final transient Thing thing;

  DefinitionException(Kind kind, Thing thing, String message) {
    super(message);
    this.kind = kind;
    this.thing = thing;
  }

  /** What is wrong. */
  public Kind kind() {
    return kind;
  }

  /** With what. */
  public Thing thing() {
    return thing;
  }
}
