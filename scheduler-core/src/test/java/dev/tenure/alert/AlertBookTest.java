package dev.tenure.alert;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.tenure.loop.EventLoop;
import dev.tenure.model.AlertKind;
import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import dev.tenure.model.KeyLayout;
import dev.tenure.testing.FakeStore;
import dev.tenure.testing.ManualTime;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What is recorded of more alerts than anybody reads. */
final class AlertBookTest {

  private static final GroupName GROUP = new GroupName("g");
  private static final Subject SUBJECT = Subject.of("it failed", Map.of());

  private final ManualTime time = new ManualTime();
  private final FakeStore store = new FakeStore(time);
  private final EventLoop loop = time.loop("alerts");
  private final AlertBook book =
      new AlertBook(
          store.client(new SplittableRandom(3)),
          new KeyLayout("/t"),
          new AlertRules(Duration.ofHours(1), "n#1"),
          loop,
          notice -> {});

  private static AlertId id(int job) {
    return AlertId.of(AlertKind.RUN_FAILED, GROUP, new JobName("j" + job));
  }

  private void fail(int from, int to) {
    loop.execute(
        () -> {
          for (int job = from; job < to; job++) {
            book.post(id(job), new AlertEvent.Happened("u", Instant.EPOCH, 1, SUBJECT));
          }
        });
    time.pass(Duration.ZERO);
  }

  private void write() {
    time.pass(Duration.ofSeconds(30));
  }

  @Test
  void noMoreAreOpenedThanThereMayBeAlsoWhileTheyAreWritten() {
    fail(0, AlertBook.MOST - 10);
    fail(AlertBook.MOST - 10, AlertBook.MOST + 100);
    write();
    assertThat(book.all()).hasSize(AlertBook.MOST);
    assertThat(book.find(id(AlertBook.MOST - 1))).isPresent();
    assertThat(book.find(id(AlertBook.MOST))).isEmpty();
  }

  @Test
  void thereIsRoomAgainWhenSomeAreGone() {
    fail(0, AlertBook.MOST + 1);
    write();
    loop.execute(() -> book.post(id(5), new AlertEvent.Gone()));
    write();
    fail(5000, 5002);
    write();
    assertThat(book.all()).hasSize(AlertBook.MOST);
    assertThat(book.find(id(5000))).isPresent();
    assertThat(book.find(id(5001))).isEmpty();
  }

  @Test
  void whatIsKnownAndIsBeingWrittenIsNotCountedTwice() {
    fail(0, AlertBook.MOST - 1);
    fail(0, AlertBook.MOST - 1);
    fail(5000, 5002);
    write();
    assertThat(book.find(id(5000))).isPresent();
    assertThat(book.find(id(5001))).isEmpty();
  }

  /** In allocations, which are the same on any machine. */
  @Test
  void oneTooManyCostsLittleHoweverManyWait() {
    fail(0, AlertBook.MOST);
    fail(10_000, 10_100);
    long before = allocatedBytes();
    fail(20_000, 21_000);
    assertThat((allocatedBytes() - before) / 1000).isLessThan(10_000);
  }

  @Test
  void theEndOfWhatThereIsNoneOfIsNoNews() {
    loop.execute(() -> book.post(id(1), new AlertEvent.Over(Instant.EPOCH, "over")));
    time.pass(Duration.ZERO);
    assertThat(book.isIdle()).isTrue();
    assertThat(book.all()).isEmpty();
  }

  private static long allocatedBytes() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getThreadAllocatedBytes(Thread.currentThread().getId());
  }
}
