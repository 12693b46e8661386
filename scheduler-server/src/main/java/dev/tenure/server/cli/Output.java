package dev.tenure.server.cli;

/** The forms in which a command prints. */
enum Output {
  /** For people. */
  TABLE,
  /** What the node answered, unchanged. */
  JSON,
  /** The same as YAML. */
  YAML
}
