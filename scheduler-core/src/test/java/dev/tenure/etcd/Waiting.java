package dev.tenure.etcd;

import dev.tenure.store.Commit;
import dev.tenure.store.CommitResult;
import dev.tenure.store.Store;
import dev.tenure.store.StoreException;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.assertj.core.api.Assertions;

/** What the tests of this package wait for, in one line each. */
final class Waiting {

  private Waiting() {}

  static <T> T await(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
  }

  /** The failure of the stage. */
  static StoreException failure(CompletionStage<?> stage) {
    Throwable thrown = Assertions.catchThrowable(() -> await(stage));
    Throwable cause = thrown instanceof CompletionException ? thrown.getCause() : thrown;
    Assertions.assertThat(cause).isInstanceOf(StoreException.class);
    return (StoreException) cause;
  }

  static CommitResult put(Store store, String key, String value) {
    return await(store.commit(new Commit(List.of(), List.of(Commit.Put.unleased(key, value)))));
  }

  /** The revision of a put that must work. */
  static long mustPut(Store store, String key, String value) {
    CommitResult result = put(store, key, value);
    Assertions.assertThat(result).isInstanceOf(CommitResult.Committed.class);
    return ((CommitResult.Committed) result).revision();
  }

  /** Whether the call works now. */
  static boolean works(Supplier<? extends CompletionStage<?>> call) {
    try {
      await(call.get());
      return true;
    } catch (CompletionException e) {
      return false;
    }
  }
}
