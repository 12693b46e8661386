package dev.tenure.quartz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.definition.DefinitionScope;
import dev.tenure.definition.Definitions;
import dev.tenure.ledger.LedgerScope;
import dev.tenure.ledger.RunLedger;
import dev.tenure.loop.ThreadEventLoop;
import dev.tenure.model.GroupName;
import dev.tenure.model.KeyLayout;
import dev.tenure.model.NodeName;
import java.time.Clock;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.quartz.Job;
import org.quartz.simpl.CascadingClassLoadHelper;
import org.quartz.spi.JobStore;

/** The contract, held against our store as a leader has it: the same assertions as for Quartz's. */
final class TenureJobStoreContractIT {

  @Nested
  final class Defining extends DefinitionContract {
    @Override
    StoreUnderTest open() throws Exception {
      return new Ours();
    }
  }

  @Nested
  final class Bulk extends BulkContract {
    @Override
    StoreUnderTest open() throws Exception {
      return new Ours();
    }
  }

  @Nested
  final class Lookups extends LookupContract {
    @Override
    StoreUnderTest open() throws Exception {
      return new Ours();
    }
  }

  @Nested
  final class Calendars extends CalendarContract {
    @Override
    StoreUnderTest open() throws Exception {
      return new Ours();
    }
  }

  @Nested
  final class Pauses extends PauseContract {
    @Override
    StoreUnderTest open() throws Exception {
      return new Ours();
    }
  }

  @Nested
  final class Fires extends FireContract {
    @Override
    StoreUnderTest open() throws Exception {
      return new Ours();
    }
  }

  @Nested
  final class Completions extends CompletionContract {
    @Override
    StoreUnderTest open() throws Exception {
      return new Ours();
    }
  }

  /** A store that leads, over a cluster in memory. */
  private static final class Ours extends GuestJobStore implements StoreUnderTest {

    private static final GroupName GROUP = new GroupName("g");
    private static final NodeName NODE = new NodeName("n");
    private static final KeyLayout LAYOUT = new KeyLayout("/t");

    private final RecordedSignals signals = new RecordedSignals();
    private final ThreadEventLoop definitionLoop = new ThreadEventLoop("definitions-contract");
    private final ThreadEventLoop ledgerLoop = new ThreadEventLoop("ledger-contract");
    private final Definitions definitions;

    Ours() throws Exception {
      MemoryStore memory = new MemoryStore();
      Clock clock = Clock.systemUTC();
      definitions =
          new Definitions(
              memory,
              new DefinitionScope(LAYOUT, GROUP, NODE),
              definitionLoop,
              clock,
              new Random(1));
      RunLedger ledger =
          new RunLedger(
              memory, new LedgerScope(LAYOUT, GROUP, NODE), ledgerLoop, clock, new Random(1));
      definitions.follow().toCompletableFuture().get(20, TimeUnit.SECONDS);
      ledger.follow().toCompletableFuture().get(20, TimeUnit.SECONDS);
      initialize(new CascadingClassLoadHelper(), signals);
      ClassSource classes = type -> Class.forName(type).asSubclass(Job.class);
      open(
          new Settings(
              GROUP, NODE, Duration.ZERO, Duration.ofMillis(100), Duration.ofMinutes(1), 10_000),
          new GroupTruth(definitions, ledger, classes, clock),
          RunListener.NONE);
      assertThat(lead(memory.elect())).isInstanceOf(StartResult.Started.class);
    }

    @Override
    public JobStore store() {
      return this;
    }

    @Override
    public RecordedSignals signals() {
      return signals;
    }

    @Override
    public boolean differs(Difference difference) {
      return true;
    }

    @Override
    public void close() {
      end();
      definitions.close();
      ledgerLoop.close();
      definitionLoop.close();
    }

    @Override
    public void schedulerStarted() {}

    @Override
    public void schedulerPaused() {}

    @Override
    public void schedulerResumed() {}

    @Override
    public void shutdown() {}

    @Override
    public void setInstanceId(String schedInstId) {}

    @Override
    public void setInstanceName(String schedName) {}
  }
}
