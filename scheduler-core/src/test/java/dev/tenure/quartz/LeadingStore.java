package dev.tenure.quartz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.definition.DefinitionScope;
import dev.tenure.definition.Definitions;
import dev.tenure.ledger.JobState;
import dev.tenure.ledger.LedgerScope;
import dev.tenure.ledger.RunLedger;
import dev.tenure.loop.ThreadEventLoop;
import dev.tenure.model.GroupName;
import dev.tenure.model.KeyLayout;
import dev.tenure.model.NodeName;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.quartz.Job;
import org.quartz.simpl.CascadingClassLoadHelper;
import org.quartz.spi.JobStore;

/** A store that leads, over a cluster in memory. */
final class LeadingStore extends GuestJobStore implements StoreUnderTest {

  private static final GroupName GROUP = new GroupName("g");
  private static final NodeName NODE = new NodeName("n");
  private static final KeyLayout LAYOUT = new KeyLayout("/t");

  private final MemoryStore memory = new MemoryStore();
  private final RecordedSignals signals = new RecordedSignals();
  private final ThreadEventLoop definitionLoop = new ThreadEventLoop("definitions-contract");
  private final ThreadEventLoop ledgerLoop = new ThreadEventLoop("ledger-contract");
  private final Definitions definitions;
  private final RunLedger ledger;

  LeadingStore() throws Exception {
    Clock clock = Clock.systemUTC();
    definitions =
        new Definitions(
            memory, new DefinitionScope(LAYOUT, GROUP, NODE), definitionLoop, clock, new Random(1));
    ledger =
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

  /** The store under it. */
  MemoryStore memory() {
    return memory;
  }

  /** What the ledger holds. */
  List<JobState> recorded() {
    return List.copyOf(ledger.states().values());
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
