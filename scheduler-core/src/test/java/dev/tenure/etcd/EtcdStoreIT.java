package dev.tenure.etcd;

import dev.tenure.store.Store;
import dev.tenure.testing.EtcdExtension;
import dev.tenure.testing.StoreContract;
import io.etcd.jetcd.Client;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The contract of the port, on a real etcd. */
class EtcdStoreIT extends StoreContract {

  @RegisterExtension static final EtcdExtension etcd = new EtcdExtension();

  @Override
  protected Store open() {
    return etcd.open();
  }

  @Override
  protected String freshRoot() {
    return etcd.freshRoot();
  }

  @Override
  protected void passTime(Duration time) {
    Awaitility.await().pollDelay(time).timeout(time.plusSeconds(10)).until(() -> true);
  }

  @Override
  protected <T> T await(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
  }

  @Override
  protected void awaitUntil(BooleanSupplier condition) {
    try {
      Awaitility.await().atMost(Duration.ofSeconds(10)).until(condition::getAsBoolean);
    } catch (ConditionTimeoutException e) {
      // The assertion that follows says what is missing.
      return;
    }
  }

  @Override
  protected boolean compact(long revision) {
    try (Client client =
        Client.builder().endpoints(etcd.etcd().endpoint(0)).waitForReady(false).build()) {
      await(client.getKVClient().compact(revision));
      return true;
    }
  }
}
