package dev.tenure.verify;

import dev.tenure.model.GroupName;

/**
 * A write that a protected resource accepted; in the order of acceptance.
 *
 * @param resource which; each has an order of its own
 * @param group whose token
 * @param term the fencing token that came with it
 * @param node who wrote
 * @param revision of the store when it was accepted; zero when that is not known
 */
public record Accepted(String resource, GroupName group, long term, String node, long revision) {}
