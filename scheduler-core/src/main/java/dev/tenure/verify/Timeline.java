package dev.tenure.verify;

import dev.tenure.model.GroupName;
import java.time.Instant;
import java.util.List;

/**
 * What was done to the cluster and how it stood, by the clock of whoever collects the evidence.
 *
 * @param faults what was broken, and when
 * @param able when a majority of etcd and at least one node were up and could reach each other
 * @param leaders who led
 */
public record Timeline(List<Fault> faults, List<Able> able, List<Lead> leaders) {

  public Timeline {
    faults = List.copyOf(faults);
    able = List.copyOf(able);
    leaders = List.copyOf(leaders);
  }

  /**
   * A fault; its end is the instant of healing.
   *
   * @param kind for people
   * @param movesClocks whether wall clocks of nodes are wrong meanwhile
   */
  public record Fault(String kind, Instant from, Instant to, boolean movesClocks) {}

  /** A stretch of time in which somebody could lead. */
  public record Able(Instant from, Instant to) {}

  /**
   * A leadership.
   *
   * @param from when its key became the first
   * @param to when its key was gone; the end of the evidence for the last one
   * @param endRevision of the store that removed its key; zero when that is not known
   */
  public record Lead(
      GroupName group, long term, String node, Instant from, Instant to, long endRevision) {}
}
