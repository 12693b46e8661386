package dev.tenure.alert;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Brings notices to people. Thread-safe; no method but {@link #close} blocks. */
public interface Courier extends AutoCloseable {

  /** Brings nothing to anybody. */
  Courier NONE =
      new Courier() {
        @Override
        public void send(Notice notice, Runnable settled) {
          settled.run();
        }

        @Override
        public List<String> channels() {
          return List.of();
        }

        @Override
        public CompletionStage<List<Trial>> test(Optional<String> channel) {
          return CompletableFuture.completedFuture(List.of());
        }

        @Override
        public void close() {}
      };

  /**
   * What became of a trial message.
   *
   * @param channel by which channel
   * @param failure why it was not sent; empty when it was
   */
  record Trial(String channel, Optional<String> failure) {}

  /**
   * Sends a notice by each channel that takes it, and tries again for a while where that fails.
   *
   * @param settled called once, on any thread, when each of them has sent it or given it up
   */
  void send(Notice notice, Runnable settled);

  /** The names of the channels. */
  List<String> channels();

  /**
   * Sends a trial message, once.
   *
   * @param channel by which channel; absent for all
   */
  CompletionStage<List<Trial>> test(Optional<String> channel);

  /** Sends what is under way for some seconds more, and ends. Idempotent. */
  @Override
  void close();
}
