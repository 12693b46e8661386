package dev.tenure.quartz;

import org.junit.jupiter.api.Nested;
import org.quartz.simpl.CascadingClassLoadHelper;
import org.quartz.simpl.RAMJobStore;
import org.quartz.spi.JobStore;

/**
 * The contract, held against Quartz's own store: what we take for its behaviour is its behaviour.
 */
final class RamJobStoreTest {

  @Nested
  final class Definitions extends DefinitionContract {
    @Override
    StoreUnderTest open() {
      return ram();
    }
  }

  @Nested
  final class Bulk extends BulkContract {
    @Override
    StoreUnderTest open() {
      return ram();
    }
  }

  @Nested
  final class Lookups extends LookupContract {
    @Override
    StoreUnderTest open() {
      return ram();
    }
  }

  @Nested
  final class Calendars extends CalendarContract {
    @Override
    StoreUnderTest open() {
      return ram();
    }
  }

  @Nested
  final class Pauses extends PauseContract {
    @Override
    StoreUnderTest open() {
      return ram();
    }
  }

  @Nested
  final class Fires extends FireContract {
    @Override
    StoreUnderTest open() {
      return ram();
    }
  }

  @Nested
  final class Completions extends CompletionContract {
    @Override
    StoreUnderTest open() {
      return ram();
    }
  }

  private static StoreUnderTest ram() {
    RAMJobStore store = new RAMJobStore();
    RecordedSignals signals = new RecordedSignals();
    store.initialize(new CascadingClassLoadHelper(), signals);
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
        return false;
      }

      @Override
      public void close() {
        store.shutdown();
      }
    };
  }
}
