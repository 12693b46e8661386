package dev.tenure.lifeline;

import java.net.InetSocketAddress;
import java.util.function.Supplier;

/**
 * What is known of a process that has said who it is, and has been checked to be the one that was
 * looked for.
 *
 * @param address where it answered; later calls go there, whatever its name then stands for
 * @param direct whether both ends see the same two addresses, so that nothing stands between them
 *     that could end a connection, or refuse one, in its name
 * @param process asks the operating system for the process; does not block
 */
public record Acquaintance(
    InetSocketAddress address, boolean direct, Supplier<ProcessSign> process) {}
