package dev.tenure.config;

import java.time.Duration;

/**
 * How much one client, and all of them together, may ask of the HTTP interface. A client is an
 * address; of IPv6 the first 64 bits of one.
 *
 * @param requestsPerClient requests a second on average; ten seconds' worth at once
 * @param requests the same for all clients together
 * @param streamsPerClient streams of events that are open at the same time
 * @param streams the same for all clients together
 * @param connectionsPerClient connections that are open at the same time
 * @param connections the same for all clients together
 * @param requestTimeout how long a request may take to arrive, from its first byte to its last
 * @param answerTimeout how long an answer, or a piece of a stream, may take to be taken
 */
public record HttpLimits(
    int requestsPerClient,
    int requests,
    int streamsPerClient,
    int streams,
    int connectionsPerClient,
    int connections,
    Duration requestTimeout,
    Duration answerTimeout) {

  /** What {@code reference.conf} says. */
  public static final HttpLimits DEFAULT =
      new HttpLimits(200, 1000, 64, 256, 512, 2048, Duration.ofSeconds(20), Duration.ofSeconds(60));
}
