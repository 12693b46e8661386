package dev.tenure.server.chaos.fault;

import java.time.Duration;

/**
 * A fault as drawn from the seed, before anything has happened.
 *
 * @param kind what
 * @param after how long after the beginning of its round it begins
 * @param lasts how long it stays before it is healed; what heals by itself may take less
 * @param pick chooses among nodes or members, where the kind leaves a choice; not negative
 * @param amount a parameter of the kind between 0 and 1: how slow, how far, how often
 */
record Planned(FaultKind kind, Duration after, Duration lasts, int pick, double amount) {}
