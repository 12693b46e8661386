package dev.tenure.server.cli;

import java.util.List;

/** Has the same done to several jobs, one after the other. */
final class JobSwitch {

  private final NodeOptions node;
  private final String action;
  private final String done;

  /**
   * A switch.
   *
   * @param action the last word of the path
   * @param done what is said of a job when the node says nothing
   */
  JobSwitch(NodeOptions node, String action, String done) {
    this.node = node;
    this.action = action;
    this.done = done;
  }

  /** All jobs are looked up before the first one is touched. */
  int each(List<String> jobs) {
    NodeClient client = node.client();
    List<JobRef> refs = jobs.stream().map(job -> JobRef.find(client, job)).toList();
    for (JobRef ref : refs) {
      NodeAnswer answer = client.post(ref.path().then(action).text(), "");
      node.print(answer, json -> answer.message(ref + " " + done) + System.lineSeparator());
    }
    return ExitCode.OK;
  }
}
