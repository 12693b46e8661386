package dev.tenure.config;

/**
 * The HTTP interface of a node.
 *
 * @param bind where it listens; port 0 takes any free port
 * @param advertise where others reach it; its port is 0 if {@code bind} takes any free port and
 *     nothing else was said
 * @param allowRemoteWithoutAuthentication whether {@code bind} may be reachable from other machines
 */
public record HttpConfig(
    HostPort bind, HostPort advertise, boolean allowRemoteWithoutAuthentication) {}
