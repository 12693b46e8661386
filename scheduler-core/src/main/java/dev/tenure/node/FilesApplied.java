package dev.tenure.node;

import dev.tenure.definition.AppliedFiles;
import dev.tenure.definition.Kept;
import dev.tenure.model.JobName;
import java.util.List;

/** What became of the job files of a node that leads a group. */
sealed interface FilesApplied {

  /** The cluster has these jobs already. */
  record Same(int jobs) implements FilesApplied {}

  /**
   * The cluster has what they say now.
   *
   * @param refused what could not be done, in words
   */
  record Done(
      List<JobName> added,
      List<JobName> changed,
      List<JobName> removed,
      int unchanged,
      List<String> refused)
      implements FilesApplied {}

  /** The cluster has others, and these are not newer: nothing was changed. */
  record Older(Kept<AppliedFiles> applied) implements FilesApplied {}

  /** The leadership is over. */
  record Over() implements FilesApplied {}

  /** The store said no, or nothing; to be tried again. */
  record Failed(String reason) implements FilesApplied {}
}
