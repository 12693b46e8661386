package dev.tenure.testing;

import dev.tenure.store.Commit;
import dev.tenure.store.CommitResult;
import dev.tenure.store.Entry;
import dev.tenure.store.Lease;
import dev.tenure.store.LeaseId;
import dev.tenure.store.Listing;
import dev.tenure.store.Store;
import dev.tenure.store.Watch;
import dev.tenure.store.WatchListener;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** A store that can do nothing, for tests that say what little of one they need. */
public abstract class NoStore implements Store {

  @Override
  public CompletionStage<Optional<Entry>> get(String key) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletionStage<Listing> list(String prefix) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletionStage<Listing> list(String prefix, String afterKey, int limit) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletionStage<CommitResult> commit(Commit commit) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Watch watch(String prefix, long fromRevision, WatchListener listener) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletionStage<Lease> grant(Duration ttl) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletionStage<Duration> renew(LeaseId lease) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletionStage<Boolean> alive(LeaseId lease) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletionStage<Void> revoke(LeaseId lease) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
