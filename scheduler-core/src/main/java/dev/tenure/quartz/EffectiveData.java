package dev.tenure.quartz;

import dev.tenure.definition.JobSpec;
import dev.tenure.definition.Source;
import dev.tenure.ledger.JobState;
import dev.tenure.ledger.KeptData;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The data that the next run of a job finds. */
final class EffectiveData {

  private EffectiveData() {}

  /**
   * What the last run kept, if it was of the job as it is defined now, else what it is defined
   * with. For a job of a file what was kept lies over what the file says, so that a changed file
   * still has its say.
   */
  static Map<String, Object> of(JobSpec job, JobState state) {
    Optional<KeptData> kept = state.data().filter(data -> data.edition().equals(job.edition()));
    if (kept.isEmpty()) {
      return job.data();
    }
    if (job.source() == Source.API) {
      return kept.get().values();
    }
    Map<String, Object> data = new LinkedHashMap<>(job.data());
    data.putAll(kept.get().values());
    return data;
  }
}
