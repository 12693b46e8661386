package dev.tenure.config;

/**
 * A value with the place where it was written, so that a higher floor that finds it wrong can say
 * so by file and line.
 *
 * @param value the value
 * @param origin where it was written
 */
public record Located<T>(T value, Origin origin) {}
