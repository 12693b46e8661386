package dev.tenure.quartz;

import org.junit.jupiter.api.Nested;

/** The contract, held against our store as a leader has it: the same assertions as for Quartz's. */
final class TenureJobStoreContractIT {

  @Nested
  final class Defining extends DefinitionContract {
    @Override
    StoreUnderTest open() throws Exception {
      return new LeadingStore();
    }
  }

  @Nested
  final class Bulk extends BulkContract {
    @Override
    StoreUnderTest open() throws Exception {
      return new LeadingStore();
    }
  }

  @Nested
  final class Lookups extends LookupContract {
    @Override
    StoreUnderTest open() throws Exception {
      return new LeadingStore();
    }
  }

  @Nested
  final class Calendars extends CalendarContract {
    @Override
    StoreUnderTest open() throws Exception {
      return new LeadingStore();
    }
  }

  @Nested
  final class Pauses extends PauseContract {
    @Override
    StoreUnderTest open() throws Exception {
      return new LeadingStore();
    }
  }

  @Nested
  final class Fires extends FireContract {
    @Override
    StoreUnderTest open() throws Exception {
      return new LeadingStore();
    }
  }

  @Nested
  final class Completions extends CompletionContract {
    @Override
    StoreUnderTest open() throws Exception {
      return new LeadingStore();
    }
  }
}
