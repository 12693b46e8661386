package dev.tenure.config;

/**
 * How the death of a process is noticed before its lease tells.
 *
 * @param enabled whether this node listens for the lifelines of others, and calls them
 * @param bind where it listens; port 0 takes any free port
 * @param advertise where others reach it; with port 0 the port on which it listens
 */
public record FastPathConfig(boolean enabled, HostPort bind, HostPort advertise) {}
