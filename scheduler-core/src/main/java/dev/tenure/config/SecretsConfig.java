package dev.tenure.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What the data of jobs may refer to.
 *
 * @param dir the folder whose files count, absolute; empty if none do
 * @param environmentPrefix what the names of variables of the environment begin with that count
 */
public record SecretsConfig(Optional<Path> dir, String environmentPrefix) {}
