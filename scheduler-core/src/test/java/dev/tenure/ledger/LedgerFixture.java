package dev.tenure.ledger;

import dev.tenure.loop.ThreadEventLoop;
import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import dev.tenure.model.KeyLayout;
import dev.tenure.model.NodeName;
import dev.tenure.store.Store;
import java.time.Clock;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** What the ledger says, for tests of what is built on it. */
public final class LedgerFixture {

  private LedgerFixture() {}

  /** The state of a job as JSON, read by a node that has only just come; empty if it has none. */
  public static String stateText(Store store, KeyLayout layout, GroupName group, String job) {
    try (ThreadEventLoop loop = new ThreadEventLoop("ledger-reader")) {
      RunLedger ledger =
          new RunLedger(
              store,
              new LedgerScope(layout, group, new NodeName("reader")),
              loop,
              Clock.systemUTC(),
              new Random(1));
      ledger.follow().toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
      ledger.stop();
      JobName name = new JobName(job);
      return ledger.state(name).map(state -> text(group, name, state)).orElse("");
    }
  }

  /** A state as JSON. */
  static String text(GroupName group, JobName job, JobState state) {
    return new JobStateJson(group, new KnownNames()).write(job, state).utf8();
  }
}
