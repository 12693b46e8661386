package dev.tenure.lifeline;

/** What becomes of a call. */
public sealed interface LineEvent {

  /**
   * The process that was looked for has answered; the line is held from now on.
   *
   * @param by who it is
   */
  record Answered(Acquaintance by) implements LineEvent {}

  /**
   * Nobody listens there: the connection was actively refused. The last event of a call.
   *
   * @param process what the operating system says of the acquaintance at this moment
   */
  record Refused(ProcessSign process) implements LineEvent {}

  /**
   * There is no line, and that shows nothing: no answer in time, no way there, another process. The
   * last event of a call.
   *
   * @param why in words
   */
  record Failed(String why) implements LineEvent {}

  /**
   * A line that was held has ended without a word. The last event of a call.
   *
   * @param how in words
   */
  record Ended(String how) implements LineEvent {}

  /** The other end said that it stops listening. The last event of a call. */
  record Goodbye() implements LineEvent {}
}
