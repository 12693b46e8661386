package dev.tenure.quartz;

import dev.tenure.definition.DefinitionScope;
import dev.tenure.definition.Definitions;
import dev.tenure.ledger.JobState;
import dev.tenure.loop.ThreadEventLoop;
import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import dev.tenure.model.KeyLayout;
import dev.tenure.model.NodeName;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.quartz.Job;
import org.quartz.spi.JobStore;

/**
 * What our store defines, held against the contract with no more firing than it takes to see it.
 */
final class DefinedJobStoreIT {

  @Nested
  final class Defining extends DefinitionContract {
    @Override
    StoreUnderTest open() throws Exception {
      return ours();
    }
  }

  @Nested
  final class Bulk extends BulkContract {
    @Override
    StoreUnderTest open() throws Exception {
      return ours();
    }
  }

  @Nested
  final class Lookups extends LookupContract {
    @Override
    StoreUnderTest open() throws Exception {
      return ours();
    }
  }

  @Nested
  final class Calendars extends CalendarContract {
    @Override
    StoreUnderTest open() throws Exception {
      return ours();
    }
  }

  @Nested
  final class Pauses extends PauseContract {
    @Override
    StoreUnderTest open() throws Exception {
      return ours();
    }
  }

  private static StoreUnderTest ours() throws Exception {
    ThreadEventLoop loop = new ThreadEventLoop("definitions-test");
    Definitions definitions =
        new Definitions(
            new MemoryStore(),
            new DefinitionScope(new KeyLayout("/t"), new GroupName("g"), new NodeName("n")),
            loop,
            Clock.systemUTC(),
            new Random(1));
    definitions.follow().toCompletableFuture().get(20, TimeUnit.SECONDS);
    RecordedSignals signals = new RecordedSignals();
    Map<JobName, JobState> ledger = SketchedFires.emptyLedger();
    ClassSource classes = type -> Class.forName(type).asSubclass(Job.class);
    DefinitionSide side =
        DefinitionSide.of(
            new DefinitionSide.Sources(
                definitions,
                () -> ledger,
                "g",
                classes,
                job -> false,
                new NodeName("n"),
                Duration.ofSeconds(20)),
            Clock.systemUTC(),
            signals::notifySchedulerListenersJobDeleted);
    JobStore store = new SketchedFires(side, definitions, ledger);
    return new StoreUnderTest() {
      @Override
      public JobStore store() {
        return store;
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
        definitions.close();
        loop.close();
      }
    };
  }
}
