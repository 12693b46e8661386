package dev.tenure.quartz;

import dev.tenure.model.SecretReference;
import org.quartz.Job;
import org.quartz.JobDataMap;

/** Builds the object that runs a job: one for each run. */
@FunctionalInterface
public interface JobMaker {

  /**
   * A new object of the class with the data injected. Called on the thread that runs the job, with
   * the class's loader as context class loader; may block. Whatever it throws makes the run fail,
   * and only that run.
   *
   * @param type the class of the job
   * @param data the data of the job, with what the job itself kept from its last run and what was
   *     passed to this run
   */
  Job make(Class<? extends Job> type, JobDataMap data) throws Exception;

  /**
   * What a reference in the data stands for. Called before the job is made, on the same thread; may
   * block. Here there are no secrets.
   *
   * @throws SecretException when it cannot be had, which makes the run fail; the message names the
   *     reference and not the content
   */
  default String reveal(SecretReference reference) throws SecretException {
    throw new SecretException("refers to a " + reference + ", and this program has no secrets");
  }
}
