package dev.tenure.server.chaos.fault;

/** One way to break a running cluster, once. Both methods block, and may be interrupted. */
interface Fault {

  /** Breaks, and answers when it is done. Throws {@link NotInjected} where it cannot be done. */
  Effect begin() throws Exception;

  /**
   * Heals, whatever became of the target meanwhile, and answers what is known of the effect now.
   *
   * @param begun what {@link #begin} answered
   */
  Effect end(Effect begun) throws Exception;
}
