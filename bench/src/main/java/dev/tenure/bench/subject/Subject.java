package dev.tenure.bench.subject;

/** A scheduler in a process of its own. Its methods are called from one thread. */
interface Subject extends AutoCloseable {

  /** Begins to run, or to wait for its turn. */
  void start() throws Exception;

  /** How many runs are done and recorded, as this process knows. */
  default long done() {
    return Probe.count();
  }

  /** Answers what only this kind of scheduler knows. */
  default String ask(String command) {
    throw new IllegalArgumentException("unknown command " + command);
  }

  /** Ends in good order. */
  @Override
  void close();
}
