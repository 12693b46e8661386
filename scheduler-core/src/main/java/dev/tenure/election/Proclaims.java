package dev.tenure.election;

import dev.tenure.election.ElectionException.NotLeader;
import dev.tenure.loop.EventLoop;
import dev.tenure.store.Bytes;
import dev.tenure.store.Commit;
import dev.tenure.store.CommitResult;
import dev.tenure.store.Store;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes the leader's proclamations, one after the other in the order of the calls, each under the
 * fence of the leadership that is present when its turn comes. All of it belongs to the loop.
 */
final class Proclaims {

  private final Store store;
  private final ElectionName name;
  private final EventLoop loop;
  private final Supplier<@Nullable Leadership> present;
  private final Consumer<Leadership> onFenced;
  private CompletionStage<Void> last = CompletableFuture.completedStage(null);

  /**
   * Nothing proclaimed yet.
   *
   * @param present asked for the leadership to show; null for none
   * @param onFenced told when the store refuses one
   */
  Proclaims(
      Store store,
      ElectionName name,
      EventLoop loop,
      Supplier<@Nullable Leadership> present,
      Consumer<Leadership> onFenced) {
    this.store = store;
    this.name = name;
    this.loop = loop;
    this.present = present;
    this.onFenced = onFenced;
  }

  void add(String value, CompletableFuture<Void> done) {
    last = last.exceptionally(failure -> null).thenComposeAsync(ok -> put(value), loop);
    last.whenComplete(
        (ok, failure) -> {
          if (failure == null) {
            done.complete(null);
          } else {
            done.completeExceptionally(LeaseKeeper.failureOf(failure));
          }
        });
  }

  private CompletionStage<Void> put(String value) {
    Leadership now = present.get();
    if (now == null || !now.held()) {
      return CompletableFuture.failedStage(new NotLeader(name.value()));
    }
    Commit put =
        new Commit(
            List.of(now.fence()),
            List.of(new Commit.Put(now.key(), Bytes.utf8(value), now.lease())));
    return store
        .commit(put)
        .thenComposeAsync(
            result -> {
              if (result instanceof CommitResult.Refused) {
                onFenced.accept(now);
              }
              return ResumedLeadership.fencedOutcome(result, name);
            },
            loop);
  }
}
