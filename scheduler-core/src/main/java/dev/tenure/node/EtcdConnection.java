package dev.tenure.node;

import dev.tenure.config.EtcdConfig;
import dev.tenure.etcd.EtcdSettings;
import dev.tenure.etcd.EtcdStore;
import dev.tenure.store.Store;
import dev.tenure.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the store as the configuration says, and waits for etcd to answer for the first time. */
final class EtcdConnection {

  private static final Logger log = LoggerFactory.getLogger(EtcdConnection.class);
  private static final Duration BETWEEN_TRIES = Duration.ofMillis(250);

  private EtcdConnection() {}

  static EtcdSettings settings(EtcdConfig config) {
    return new EtcdSettings(
        config.endpoints(),
        config
            .credentials()
            .map(c -> new EtcdSettings.Credentials(c.user(), c.password().reveal()))
            .orElse(null),
        config
            .tls()
            .map(
                tls ->
                    new EtcdSettings.Tls(
                        tls.ca().orElse(null),
                        tls.identity().map(EtcdConfig.Identity::cert).orElse(null),
                        tls.identity().map(EtcdConfig.Identity::key).orElse(null),
                        tls.certificates().checkEvery(),
                        tls.certificates().warnBefore()))
            .orElse(null),
        config.callTimeout(),
        EtcdSettings.DEFAULT_CONNECT_TIMEOUT);
  }

  /**
   * A store that has answered once. Blocks up to the start timeout.
   *
   * @param validUntil is told until when the certificates of the connection are valid
   * @throws StoreException when etcd does not answer in time, or refuses this user
   */
  static Store open(EtcdConfig config, Consumer<Instant> validUntil) {
    Store store = EtcdStore.open(settings(config), validUntil);
    try {
      awaitAnswer(store, config);
      return store;
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
  }

  private static void awaitAnswer(Store store, EtcdConfig config) {
    long deadline = System.nanoTime() + config.startTimeout().toNanos();
    boolean told = false;
    while (true) {
      StoreException failure = ask(store, config);
      if (failure == null) {
        return;
      }
      boolean hopeless = failure.kind() != StoreException.Kind.UNAVAILABLE;
      if (hopeless || System.nanoTime() - deadline >= 0) {
        throw new StoreException(
            failure.kind(),
            "etcd at " + config.endpoints() + " cannot be used: " + failure.getMessage(),
            failure);
      }
      if (!told) {
        told = true;
        log.warn(
            "etcd at {} does not answer yet, waiting up to {} s: {}",
            config.endpoints(),
            config.startTimeout().toSeconds(),
            failure.getMessage());
      }
    }
  }

  /** The failure of one question; null when it was answered. */
  private static @Nullable StoreException ask(Store store, EtcdConfig config) {
    try {
      store
          .get(config.root())
          .toCompletableFuture()
          .get(config.callTimeout().plusSeconds(1).toMillis(), TimeUnit.MILLISECONDS);
      return null;
    } catch (ExecutionException e) {
      pause();
      return e.getCause() instanceof StoreException failure
          ? failure
          : new StoreException(StoreException.Kind.UNAVAILABLE, String.valueOf(e.getCause()), e);
    } catch (TimeoutException e) {
      return new StoreException(StoreException.Kind.UNAVAILABLE, "no answer in time", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new StoreException(StoreException.Kind.INVALID, "interrupted while waiting", e);
    }
  }

  private static void pause() {
    try {
      TimeUnit.NANOSECONDS.sleep(BETWEEN_TRIES.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
