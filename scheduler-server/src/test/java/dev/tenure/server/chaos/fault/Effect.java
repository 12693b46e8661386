package dev.tenure.server.chaos.fault;

/**
 * What a fault did.
 *
 * @param target to whom
 * @param detail its parameters
 * @param bit whether it was seen to have an effect
 * @param evidence how that was seen
 */
record Effect(String target, String detail, boolean bit, String evidence) {

  /** An effect that was seen. */
  static Effect bit(String target, String detail, String evidence) {
    return new Effect(target, detail, true, evidence);
  }

  /** The same, where one more observation decides whether there was an effect. */
  Effect and(boolean seen, String what) {
    return new Effect(
        target, detail, bit && seen, evidence.isEmpty() ? what : evidence + "; " + what);
  }
}
