package dev.tenure.definition;

/** Where a definition comes from. */
public enum Source {
  /** A job file; the next version of the files may change or remove it. */
  FILES,
  /** A call of the API; job files leave it alone. */
  API
}
