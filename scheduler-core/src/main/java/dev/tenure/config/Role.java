package dev.tenure.config;

import java.util.Locale;

/** What the holder of a token may do; each role may do what those before it may. */
public enum Role {
  /** Reads everything but the audit trail. */
  VIEWER,
  /** Triggers, pauses, resumes, interrupts and hands over. */
  OPERATOR,
  /** Defines and deletes jobs, and reads the audit trail. */
  ADMIN;

  /** Whether whoever has this role may do what needs that one. */
  public boolean covers(Role needed) {
    return compareTo(needed) >= 0;
  }

  /** As it is written in files and answers. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
