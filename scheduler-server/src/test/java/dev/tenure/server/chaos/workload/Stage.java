package dev.tenure.server.chaos.workload;

import java.nio.file.Path;

/**
 * Where jobs leave their traces.
 *
 * @param folder of the files that they append to, one for each node
 * @param register the socket of the register that they write to
 */
public record Stage(Path folder, Path register) {}
