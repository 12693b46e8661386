package dev.tenure.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.testing.NoStore;
import dev.tenure.testing.StoreContract.Recorder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Revisions that go back are noticed, and nothing else is taken for it. */
class OrderedStoreTest {

  private final Answers answers = new Answers();
  private final OrderedStore store = new OrderedStore(answers);
  private final CompletableFuture<String> wentBack = store.wentBack().toCompletableFuture();

  @Test
  void aReadThatShowsLessThanWasSeenIsAProof() {
    commit(new CommitResult.Committed(10));
    list(10);
    assertThat(wentBack).isNotDone();

    list(9);
    assertThat(wentBack.join()).startsWith("has gone back from revision 10 to 9: ");
  }

  @Test
  void whatTheWatchHasToldCounts() {
    store.watch("/", 1, new Recorder());
    answers.listener.onEvent(new WatchEvent.Deleted("/a", 20));

    commit(new CommitResult.Refused(19, Map.of()));
    assertThat(wentBack).isDone();
  }

  @Test
  void whatTheWatchSaysItHasToldCountsAndIsPassedOn() {
    Recorder recorder = new Recorder();
    store.watch("/", 1, recorder);
    answers.listener.onProgress(20);

    commit(new CommitResult.Refused(19, Map.of()));
    assertThat(wentBack).isDone();
    assertThat(recorder.told).containsExactly("up to 20");
  }

  @Test
  void answersThatOvertakeEachOtherAreNoProof() {
    CompletableFuture<Listing> slow = new CompletableFuture<>();
    answers.next = slow;
    store.list("/");
    list(30);
    slow.complete(new Listing(5, List.of()));

    assertThat(wentBack).isNotDone();
  }

  @Test
  void failuresAndLostAnswersAreNoProof() {
    list(30);
    StoreException away = new StoreException(StoreException.Kind.UNAVAILABLE, "away", null);
    commit(new CommitResult.OutcomeUnknown(away));
    answers.next = CompletableFuture.failedFuture(away);
    store.list("/", "/", 1);

    assertThat(wentBack).isNotDone();
  }

  private void list(long revision) {
    answers.next = CompletableFuture.completedFuture(new Listing(revision, List.of()));
    store.list("/");
  }

  private void commit(CommitResult result) {
    answers.result = result;
    store.commit(new Commit(List.of(), List.of()));
  }

  /** Says what it is told to say. */
  private static final class Answers extends NoStore {
    private CompletableFuture<Listing> next = new CompletableFuture<>();
    private CommitResult result = new CommitResult.Committed(0);
    private WatchListener listener = new Recorder();

    @Override
    public CompletionStage<Optional<Entry>> get(String key) {
      return CompletableFuture.completedFuture(Optional.empty());
    }

    @Override
    public CompletionStage<Listing> list(String prefix) {
      return next;
    }

    @Override
    public CompletionStage<Listing> list(String prefix, String afterKey, int limit) {
      return next;
    }

    @Override
    public CompletionStage<CommitResult> commit(Commit commit) {
      return CompletableFuture.completedFuture(result);
    }

    @Override
    public Watch watch(String prefix, long fromRevision, WatchListener heard) {
      listener = heard;
      return () -> {};
    }
  }
}
