package dev.tenure.ledger;

import dev.tenure.model.JobName;
import dev.tenure.store.Entry;
import dev.tenure.store.Listing;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The states of a group's jobs as they are read, page by page. */
final class StateReading {

  private static final Logger log = LoggerFactory.getLogger(StateReading.class);

  private final LedgerScope scope;
  private final KnownNames names;
  private final JobStateJson json;
  private final Map<JobName, JobState> states = new HashMap<>();
  private final Map<JobName, String> unreadable = new HashMap<>();

  StateReading(LedgerScope scope, KnownNames names) {
    this.scope = scope;
    this.names = names;
    json = new JobStateJson(scope.group(), names);
  }

  Map<JobName, JobState> states() {
    return states;
  }

  /** Jobs whose state is not what Tenure writes, with the reason. */
  Map<JobName, String> unreadable() {
    return unreadable;
  }

  void page(Listing page) {
    page.entries().forEach(this::read);
  }

  private void read(Entry entry) {
    JobName job;
    try {
      job = names.job(entry.key().substring(scope.states().length()));
    } catch (IllegalArgumentException e) {
      log.warn("key {} is not one of Tenure's and is left alone", entry.key());
      return;
    }
    try {
      JobState state = json.read(job, entry.value());
      if (!state.applied().isPossible(entry.modRevision())) {
        throw new IllegalArgumentException("there can be no entry " + state.applied());
      }
      states.put(job, state);
    } catch (IllegalArgumentException e) {
      unreadable.put(job, String.valueOf(e.getMessage()));
      log.error(
          "the state of job {} in key {} cannot be read: {}. The job does not run, and the key is"
              + " left as it is; repair it, or delete it to let the job begin anew, and let the"
              + " leader of the group change",
          job,
          entry.key(),
          e.getMessage());
    }
  }
}
