package dev.tenure.definition;

/**
 * Who asks for something through an interface.
 *
 * @param name by which that one is known; never empty
 * @param role what that one may do, in the interface's own word
 * @param from where the question came from, such as an address; may be empty
 */
public record Actor(String name, String role, String from) {}
