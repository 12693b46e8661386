package dev.tenure.testing;

import dev.tenure.store.Store;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;

/** The fake keeps the same contract as etcd: what the simulation shows can be believed. */
class FakeStoreTest extends StoreContract {

  private final ManualTime time = new ManualTime();
  private final FakeStore server = new FakeStore(time);

  @Override
  protected Store open() {
    return server.client(new SplittableRandom(1));
  }

  @Override
  protected String freshRoot() {
    return "/contract/";
  }

  @Override
  protected void passTime(Duration span) {
    time.pass(span);
  }

  @Override
  protected <T> T await(CompletionStage<T> stage) {
    time.passUntil(Duration.ofSeconds(30), () -> stage.toCompletableFuture().isDone());
    return stage.toCompletableFuture().join();
  }

  @Override
  protected void awaitUntil(BooleanSupplier condition) {
    time.passUntil(Duration.ofSeconds(30), condition);
  }

  @Override
  protected boolean compact(long revision) {
    server.compact();
    return true;
  }
}
