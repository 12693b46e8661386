package dev.tenure.quartz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Places for runs, on real threads. */
final class WorkerPoolIT {

  private static final Duration LONG = Duration.ofSeconds(60);
  private static final int PERMITS = 2;

  private final WorkerPool pool = new WorkerPool("test-worker", PERMITS);
  private final List<Held> all = new ArrayList<>();

  /** A run that goes on until it is let go. */
  private static final class Held implements Runnable {
    private final CountDownLatch go = new CountDownLatch(1);
    private final CompletableFuture<Thread> thread = new CompletableFuture<>();

    @Override
    public void run() {
      thread.complete(Thread.currentThread());
      try {
        go.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    Thread thread() throws Exception {
      return thread.get(LONG.toSeconds(), TimeUnit.SECONDS);
    }

    void letGo() {
      go.countDown();
    }
  }

  @AfterEach
  void close() throws Exception {
    all.forEach(Held::letGo);
    pool.shutdown(true);
    assertThat(pool.awaitTermination(LONG)).as("no thread is left").isTrue();
  }

  private Held begin() throws Exception {
    Held held = new Held();
    all.add(held);
    assertThat(pool.runInThread(held)).isTrue();
    held.thread();
    return held;
  }

  private void awaitFree(int places) {
    await().atMost(LONG).until(() -> pool.blockForAvailableThreads() == places);
  }

  @Test
  void aPlaceIsTakenByARunAndFreeAfterIt() throws Exception {
    assertThat(pool.blockForAvailableThreads()).isEqualTo(PERMITS);
    Held run = begin();
    assertThat(pool.blockForAvailableThreads()).isEqualTo(PERMITS - 1);
    run.letGo();
    awaitFree(PERMITS);
  }

  @Test
  void whoWaitsForAPlaceWaitsUntilARunEnds() throws Exception {
    Held first = begin();
    begin();
    CompletableFuture<Integer> waits =
        CompletableFuture.supplyAsync(pool::blockForAvailableThreads);
    assertThat(waits).isNotDone();
    first.letGo();
    assertThat(waits.get(LONG.toSeconds(), TimeUnit.SECONDS)).isEqualTo(1);
  }

  @Test
  void aPoolThatWasFullIsFilledWithSeveralRunsAtATime() throws Exception {
    WorkerPool full = new WorkerPool("full", 4, LONG);
    List<Held> runs = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      runs.add(new Held());
      full.runInThread(runs.get(i));
    }
    CompletableFuture<Integer> waits = new CompletableFuture<>();
    Thread waiter = new Thread(() -> waits.complete(full.blockForAvailableThreads()), "waiter");
    waiter.start();
    await().atMost(LONG).until(() -> waiter.getState() == Thread.State.WAITING);
    runs.get(0).letGo();
    await().atMost(LONG).until(() -> full.busy() == 3);
    runs.get(1).letGo();
    assertThat(waits.get(LONG.toSeconds() * 2, TimeUnit.SECONDS)).isEqualTo(2);
    runs.forEach(Held::letGo);
    full.shutdown(true);
    assertThat(full.awaitTermination(LONG)).isTrue();
  }

  @Test
  void threadsAreUsedAgainBeforeOthersAreMade() throws Exception {
    Held first = begin();
    first.letGo();
    awaitFree(PERMITS);
    await().atMost(LONG).until(() -> first.thread().getState() == Thread.State.TIMED_WAITING);
    assertThat(begin().thread()).isSameAs(first.thread());
  }

  @Test
  void aRunThatThrowsFreesItsPlaceAllTheSame() {
    pool.runInThread(
        () -> {
          throw new IllegalStateException("on purpose");
        });
    awaitFree(PERMITS);
  }

  @Test
  void thePlaceOfAThreadThatIsLeftBehindIsGivenToOthers() throws Exception {
    Held stuck = begin();
    begin();
    pool.leaveBehind(stuck.thread());
    assertThat(pool.blockForAvailableThreads()).isEqualTo(1);
    Held other = begin();
    assertThat(other.thread()).isNotSameAs(stuck.thread());
  }

  @Test
  void aThreadThatIsLeftBehindTwiceGivesOnePlace() throws Exception {
    Held stuck = begin();
    pool.leaveBehind(stuck.thread());
    pool.leaveBehind(stuck.thread());
    assertThat(pool.blockForAvailableThreads()).isEqualTo(PERMITS);
  }

  @Test
  void aThreadThatComesBackAfterAllDoesNotMakeThePoolGreater() throws Exception {
    Held stuck = begin();
    pool.leaveBehind(stuck.thread());
    stuck.letGo();
    Thread back = stuck.thread();
    await().atMost(LONG).until(() -> isIdle(back));
    assertThat(pool.blockForAvailableThreads()).isEqualTo(PERMITS);
    assertThat(pool.busy()).isZero();
  }

  private static boolean isIdle(Thread thread) {
    return !thread.isAlive()
        || Arrays.stream(thread.getStackTrace())
            .anyMatch(frame -> frame.getMethodName().equals("getTask"));
  }

  @Test
  void everyThreadMayBeLeftBehindAndTheWorkGoesOn() throws Exception {
    for (int i = 0; i < 10; i++) {
      pool.leaveBehind(begin().thread());
    }
    AtomicInteger done = new AtomicInteger();
    for (int i = 0; i < 100; i++) {
      pool.runInThread(done::incrementAndGet);
    }
    await().atMost(LONG).until(() -> done.get() == 100);
    awaitFree(PERMITS);
  }

  @Test
  void aPoolThatIsClosedStartsNothingAndLetsQuartzStopByItself() {
    pool.shutdown(false);
    AtomicInteger done = new AtomicInteger();
    assertThat(pool.runInThread(done::incrementAndGet)).isTrue();
    assertThat(pool.blockForAvailableThreads()).isPositive();
    assertThat(done).hasValue(0);
  }
}
