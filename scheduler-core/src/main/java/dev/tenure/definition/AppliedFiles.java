package dev.tenure.definition;

/**
 * Which job files were applied to a group last; who did it and when is with the value.
 *
 * @param version of the files; a node with an older one does not apply it
 * @param digest of what the files mean: equal digests, equal jobs
 */
public record AppliedFiles(long version, String digest) {}
