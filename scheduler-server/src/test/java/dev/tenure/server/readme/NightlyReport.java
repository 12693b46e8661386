package dev.tenure.server.readme;

import dev.tenure.job.RunContext;
import java.time.Duration;
import java.util.List;
import org.quartz.Job;
import org.quartz.JobExecutionContext;

public class NightlyReport implements Job {

  private String bucket = "";
  private List<String> parts = List.of();
  private Duration pause = Duration.ZERO;

  public void setBucket(String bucket) {
    this.bucket = bucket;
  }

  public void setParts(List<String> parts) {
    this.parts = parts;
  }

  public void setPause(Duration pause) {
    this.pause = pause;
  }

  @Override
  public void execute(JobExecutionContext context) {
    RunContext run = RunContext.of(context);
    for (int done = 0; done < parts.size(); done++) {
      run.progress(100 * done / parts.size(), parts.get(done) + ", then a pause of " + pause);
      // The day that this run is for is that of the slot; a run that is caught up may be late.
      upload(bucket + "/" + parts.get(done) + "/" + run.slot(), run.term());
    }
    context.setResult(parts.size() + " parts");
  }

  private static void upload(String object, long fencingToken) {
    System.out.println(object + ", refused by the bucket if it has seen more than " + fencingToken);
  }
}
