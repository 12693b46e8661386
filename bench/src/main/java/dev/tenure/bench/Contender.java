package dev.tenure.bench;

/** A scheduler with its store, in one way of setting it up. */
interface Contender {

  /** What it is, and how it is set up. */
  String name();

  /** Starts the store and a process of the scheduler, with the load defined and nothing running. */
  Stage open(BenchContext context, Load load) throws Exception;
}
