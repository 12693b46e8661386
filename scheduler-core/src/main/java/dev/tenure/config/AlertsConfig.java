package dev.tenure.config;

import java.time.Duration;
import java.util.List;

/**
 * What people are told of; {@code tenure.alerts}.
 *
 * @param enabled whether this node looks for what they should know
 * @param repeatEvery how much time lies between two messages that the same alert goes on
 * @param noLeaderAfter how long a group may have no leader
 * @param store when the store counts as nearly full
 * @param queue how many messages wait for one channel at most
 * @param channels how people are told
 */
public record AlertsConfig(
    boolean enabled,
    Duration repeatEvery,
    Duration noLeaderAfter,
    StoreLimit store,
    int queue,
    List<ChannelConfig> channels) {

  public AlertsConfig {
    channels = List.copyOf(channels);
  }

  /**
   * When the store counts as nearly full.
   *
   * @param quota what its database may take, in bytes
   * @param threshold from which part of that on; above 0, at most 1
   */
  public record StoreLimit(long quota, double threshold) {}
}
