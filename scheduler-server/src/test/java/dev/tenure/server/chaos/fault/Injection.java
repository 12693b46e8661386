package dev.tenure.server.chaos.fault;

import java.time.Instant;

/**
 * One fault of a run as it happened: a bar of the time line.
 *
 * @param number counted from 1 in the order of the schedule
 * @param kind what it was
 * @param target what it was done to, such as {@code node-2} or {@code etcd-1}
 * @param detail its parameters, for people
 * @param bit whether it was seen to have an effect; a fault that could not be injected did not bite
 * @param evidence how that was seen, or why it was not
 * @param began when, by the wall clock
 * @param beganNanos the same by {@link System#nanoTime}
 * @param ended when it was healed, by the wall clock
 * @param endedNanos the same by {@link System#nanoTime}
 */
public record Injection(
    int number,
    FaultKind kind,
    String target,
    String detail,
    boolean bit,
    String evidence,
    Instant began,
    long beganNanos,
    Instant ended,
    long endedNanos) {

  @Override
  public String toString() {
    return "%d %s %s (%s) from %s to %s: %s%s"
        .formatted(
            number,
            kind.word(),
            target,
            detail,
            began,
            ended,
            bit ? "" : "NOT INJECTED: ",
            evidence);
  }
}
