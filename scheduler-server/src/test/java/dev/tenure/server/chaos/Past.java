package dev.tenure.server.chaos;

import dev.tenure.server.chaos.fault.Injection;
import dev.tenure.server.chaos.record.Recorded;
import dev.tenure.server.chaos.workload.Action;
import dev.tenure.server.chaos.workload.GuardedRegister;
import dev.tenure.server.chaos.workload.Witness;
import java.time.Instant;
import java.util.List;

/**
 * All that is known of a trial that is over.
 *
 * @param began when its first node was ready
 * @param calm when all was healed for good
 * @param drained when its nodes were asked to end
 * @param heard every change in etcd
 * @param witnesses what the jobs wrote
 * @param writes what the protected resource was asked
 * @param actions what the operator asked
 * @param injections what was broken
 */
record Past(
    Instant began,
    Instant calm,
    Instant drained,
    List<Recorded> heard,
    List<Witness> witnesses,
    List<GuardedRegister.Write> writes,
    List<Action> actions,
    List<Injection> injections) {}
