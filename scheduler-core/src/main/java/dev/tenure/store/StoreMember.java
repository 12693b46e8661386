package dev.tenure.store;

import java.time.Duration;
import java.util.Optional;

/**
 * One of the processes that the store consists of.
 *
 * @param name its name
 * @param address where clients are to reach it; several with commas between
 * @param answer what it said of itself; empty if it was not reached
 */
public record StoreMember(String name, String address, Optional<Answer> answer) {

  /**
   * What a member says of itself.
   *
   * @param latency how long its answer took
   * @param version its version
   * @param leads whether it leads the others
   * @param bytes the size of its database on disk
   */
  public record Answer(Duration latency, String version, boolean leads, long bytes) {}
}
