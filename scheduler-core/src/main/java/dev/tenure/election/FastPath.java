package dev.tenure.election;

import dev.tenure.lifeline.Endpoint;
import dev.tenure.lifeline.Lifelines;
import dev.tenure.store.Bytes;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a candidate needs to notice the death of who is ahead of it before the lease tells.
 *
 * @param lifelines makes the connections
 * @param endpoints reads the endpoint out of a candidate's value; empty for one that advertises
 *     none, which is then never evicted. Called on loops; must not block or throw
 */
public record FastPath(Lifelines lifelines, Function<Bytes, Optional<Endpoint>> endpoints) {}
