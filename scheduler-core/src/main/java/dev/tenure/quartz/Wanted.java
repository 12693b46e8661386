package dev.tenure.quartz;

/**
 * A trigger that Quartz fires, and the run that is claimed for it.
 *
 * @param trigger what Quartz has acquired
 * @param run what it asks for
 */
record Wanted(DueTrigger trigger, ClaimedRun run) {}
