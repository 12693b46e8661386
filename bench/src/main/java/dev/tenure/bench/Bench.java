package dev.tenure.bench;

/** One thing that is measured. */
interface Bench {

  /** The word that asks for it on the command line. */
  String name();

  /** What it measures, in a line. */
  String what();

  /**
   * Measures, and hands each result to the report as soon as it is there. Leaves no process behind,
   * whatever happens; throws when it could not measure.
   */
  void run(BenchContext context) throws Exception;
}
