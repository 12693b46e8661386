package dev.tenure.etcd;

import com.google.common.util.concurrent.MoreExecutors;
import dev.tenure.store.CommitResult;
import dev.tenure.store.StoreException;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.ClientBuilder;
import io.etcd.jetcd.kv.TxnResponse;
import io.etcd.jetcd.options.GetOption;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Makes single calls through jetcd: each ends in time, an expired login is renewed once, and what
 * goes wrong becomes a {@link StoreException}.
 */
final class EtcdCalls {

  /** Lets gRPC's own deadline speak first, since it says more. */
  private static final Duration GRACE = Duration.ofMillis(200);

  private final Client client;
  private final Duration limit;
  private final String endpoints;

  EtcdCalls(EtcdSettings settings, Client client) {
    this.client = client;
    this.limit = settings.callTimeout().plus(GRACE);
    this.endpoints =
        settings.endpoints().stream().map(Object::toString).collect(Collectors.joining(", "));
  }

  /** jetcd on our channel, without its retries: they would outlive the deadline of the call. */
  static Client client(EtcdSettings settings, EtcdChannel channel) {
    ClientBuilder builder =
        Client.builder()
            .target(EtcdChannel.target(settings))
            .interceptor(channel)
            .executorService(MoreExecutors.newDirectExecutorService())
            .waitForReady(false)
            .retryMaxAttempts(0);
    EtcdSettings.Credentials credentials = settings.credentials();
    if (credentials != null) {
      builder
          .user(Transactions.bytes(credentials.user()))
          .password(
              io.etcd.jetcd.ByteSequence.from(credentials.password(), StandardCharsets.UTF_8));
    }
    return builder.build();
  }

  <T> CompletableFuture<T> call(String what, Supplier<CompletableFuture<T>> attempt) {
    return inTime(attempt)
        .exceptionally(
            thrown -> {
              throw failure(what, thrown);
            });
  }

  CompletableFuture<CommitResult> commit(Supplier<CompletableFuture<TxnResponse>> attempt) {
    return inTime(attempt)
        .thenApply(Transactions::result)
        .exceptionally(
            thrown -> {
              EtcdFailure failure = EtcdFailure.of(thrown);
              StoreException cause = failure.toStoreException("commit", endpoints);
              if (failure.outcomeUnknown()) {
                return new CommitResult.OutcomeUnknown(cause);
              }
              throw cause;
            });
  }

  CompletableFuture<Void> revoke(String what, Supplier<? extends CompletableFuture<?>> attempt) {
    return inTime(() -> attempt.get().<Void>thenApply(answer -> null))
        .exceptionally(
            thrown -> {
              if (EtcdFailure.of(thrown).leaseGone()) {
                return null;
              }
              throw failure(what, thrown);
            });
  }

  /**
   * Says why a watch broke. etcd refuses a watch whose token has run out with the words "permission
   * denied"; a read of the same range tells the two apart and renews the token on the way.
   */
  CompletableFuture<StoreException> explainWatch(String what, KeyRange range, Throwable thrown) {
    EtcdFailure failure = EtcdFailure.of(thrown);
    StoreException cause = failure.toStoreException(what, endpoints);
    if (!failure.permissionDenied() && !failure.wantsNewToken()) {
      return CompletableFuture.completedFuture(cause);
    }
    GetOption option = GetOption.builder().withRange(range.end()).withCountOnly(true).build();
    return call(what, () -> client.getKVClient().get(range.start(), option))
        .handle(
            (answer, refused) ->
                refused == null
                    ? new StoreException(
                        StoreException.Kind.UNAVAILABLE, what + ": the login had expired", thrown)
                    : EtcdFailure.of(refused).toStoreException(what, endpoints));
  }

  private <T> CompletableFuture<T> inTime(Supplier<CompletableFuture<T>> attempt) {
    return start(attempt)
        .exceptionallyCompose(
            thrown ->
                EtcdFailure.of(thrown).wantsNewToken()
                    ? afterNewLogin(attempt)
                    : CompletableFuture.failedFuture(thrown))
        .orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * Any read makes jetcd drop a token that etcd does not take any more; its result is no matter.
   */
  private <T> CompletableFuture<T> afterNewLogin(Supplier<CompletableFuture<T>> attempt) {
    return start(() -> client.getKVClient().get(Transactions.bytes("tenure")))
        .thenApply(answer -> true)
        .exceptionally(thrown -> false)
        .thenCompose(allowed -> start(attempt));
  }

  private static <T> CompletableFuture<T> start(Supplier<CompletableFuture<T>> attempt) {
    try {
      return attempt.get();
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private StoreException failure(String what, Throwable thrown) {
    return EtcdFailure.of(thrown).toStoreException(what, endpoints);
  }
}
