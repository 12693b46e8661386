package dev.tenure.config;

/** A value that cannot be used; becomes a {@link ConfigProblem} at the value's place. */
final class BadValue extends Exception {

  private static final long serialVersionUID = 1L;

  private final String allowed;

  BadValue(String what, String allowed) {
    super(what);
    this.allowed = allowed;
  }

  String what() {
    return String.valueOf(getMessage());
  }

  String allowed() {
    return allowed;
  }

  /** The same, where something else is allowed too. */
  BadValue or(String alternative) {
    return new BadValue(what(), allowed + ", or " + alternative);
  }
}
