package dev.tenure.loop;

/** A listener's place in a stream; closing it ends the calls. */
@FunctionalInterface
public interface Subscription extends AutoCloseable {

  /** No call begins after this returned, save one that has already begun. Idempotent. */
  @Override
  void close();
}
