package dev.tenure.config;

/** What becomes of runs in progress when their leader hands its group over. */
public enum OnHandOver {
  /** They go on where they are. */
  FINISH,
  /** They are interrupted at once. */
  INTERRUPT
}
