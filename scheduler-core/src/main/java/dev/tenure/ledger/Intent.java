package dev.tenure.ledger;

import dev.tenure.model.JobName;
import dev.tenure.model.RunId;
import dev.tenure.store.Commit;
import java.util.List;
import java.util.Optional;

/**
 * Something that somebody wants to have recorded of a job, judged against the job's state when its
 * turn comes.
 */
interface Intent {

  /** The job. */
  JobName job();

  /** What is to be written; empty when the state is such that nothing is. */
  Optional<Step> step(JobState present);

  /** The request that it fulfils. */
  default Optional<RequestRef> request() {
    return Optional.empty();
  }

  /** How many keys it may touch beside the journal's. */
  default int keys() {
    return request().isPresent() ? 1 : 0;
  }

  /**
   * What is to be written.
   *
   * @param record into the journal
   * @param writes beside it, in the same transaction
   */
  record Step(JournalRecord.OfJob record, List<Commit.Write> writes) {
    Step(JournalRecord.OfJob record) {
      this(record, List.of());
    }
  }

  /** A record that needs no judgement. */
  record Plain(JournalRecord.OfJob record) implements Intent {
    @Override
    public JobName job() {
      return record.job();
    }

    @Override
    public Optional<Step> step(JobState present) {
      return Optional.of(new Step(record));
    }
  }

  /** Somebody wants to start a run. */
  record Start(Claim claim, RunId id) implements Intent {
    @Override
    public JobName job() {
      return claim.job();
    }

    @Override
    public Optional<RequestRef> request() {
      return claim.request();
    }

    @Override
    public Optional<Step> step(JobState present) {
      if (!present.grants(claim, id)) {
        return Optional.empty();
      }
      JournalRecord.OfJob record =
          new JournalRecord.Claimed(
              claim.job(),
              claim.trigger(),
              claim.edition(),
              claim.slot().toEpochMilli(),
              claim.kind(),
              claim.attempt(),
              claim.request().isPresent(),
              claim.data());
      List<Commit.Write> writes =
          claim.request().stream()
              .<Commit.Write>map(request -> new Commit.Delete(request.key()))
              .toList();
      return Optional.of(new Step(record, writes));
    }
  }
}
