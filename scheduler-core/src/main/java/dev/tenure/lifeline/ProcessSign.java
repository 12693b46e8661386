package dev.tenure.lifeline;

/** What the operating system says of a process. */
public enum ProcessSign {
  /** It is there, or another answer cannot be trusted. */
  ALIVE,
  /** It was there and is not any more. */
  GONE,
  /** It runs on another machine or in another container, or this system does not tell. */
  UNKNOWN
}
