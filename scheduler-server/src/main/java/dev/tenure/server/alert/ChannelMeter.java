package dev.tenure.server.alert;

/** Hears of what becomes of messages, in order to count them. Called on several threads. */
public interface ChannelMeter {

  /** Counts nothing. */
  ChannelMeter NONE = (channel, outcome) -> {};

  /** What became of a message. */
  enum Outcome {
    /** The receiver took it. */
    SENT,
    /** It was given up after the last try. */
    FAILED,
    /** There was no room for it. */
    DROPPED
  }

  /** Something became of a message for this channel. */
  void onMessage(String channel, Outcome outcome);
}
