package dev.tenure.server.failover;

/**
 * What a run wrote down when it started.
 *
 * @param job the job's name
 * @param run the run's id
 * @param term the fencing token it was given
 * @param node where it ran
 * @param slot its slot, in milliseconds of the epoch
 * @param attempt 1 for the first
 * @param nanos when it started, on the machine's monotonic clock
 */
record Line(String job, String run, long term, String node, long slot, int attempt, long nanos) {

  static Line parse(String text) {
    String[] part = text.split(" ", -1);
    return new Line(
        part[0],
        part[1],
        Long.parseLong(part[2]),
        part[3],
        Long.parseLong(part[4]),
        Integer.parseInt(part[5]),
        Long.parseLong(part[6]));
  }
}
