package dev.tenure.config;

import java.nio.file.Path;

/**
 * Where job classes come from.
 *
 * @param dir the folder with one jar, or one folder of jars, for each plug-in; absolute, need not
 *     exist
 */
public record PluginsConfig(Path dir) {}
