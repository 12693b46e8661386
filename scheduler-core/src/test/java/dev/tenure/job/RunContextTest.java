package dev.tenure.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.quartz.JobBuilder;
import org.quartz.JobExecutionContext;
import org.quartz.TriggerBuilder;
import org.quartz.impl.JobExecutionContextImpl;
import org.quartz.spi.OperableTrigger;
import org.quartz.spi.TriggerFiredBundle;

class RunContextTest {

  private static final Instant SLOT = Instant.parse("2026-01-31T12:00:00Z");
  private static final RunFacts FACTS =
      new RunFacts("run-1", 42, SLOT, 2, "node-1", "default", "report");

  private final List<String> progress = new ArrayList<>();
  private final JobExecutionContext context = context();

  @Test
  void aJobReadsWhatTheRuntimeInstalled() {
    RunContext.install(context, FACTS, this::note);
    RunContext run = RunContext.of(context);
    assertThat(run.runId()).isEqualTo("run-1");
    assertThat(run.term()).isEqualTo(42);
    assertThat(run.slot()).isEqualTo(SLOT);
    assertThat(run.attempt()).isEqualTo(2);
    assertThat(run.node()).isEqualTo("node-1");
    assertThat(run.group()).isEqualTo("default");
    assertThat(run.job()).isEqualTo("report");
    run.progress(50, "half");
    assertThat(progress).containsExactly("50 half");
  }

  @Test
  @SuppressWarnings("unchecked") // as a plug-in must that does not know RunContext
  void theEntriesAreOfJdkTypesUnderTheDocumentedKeys() {
    RunContext.install(context, FACTS, this::note);
    assertThat(context.get("tenure.run")).isEqualTo("run-1");
    assertThat(context.get("tenure.term")).isEqualTo(42L);
    assertThat(context.get("tenure.slot")).isEqualTo(SLOT);
    assertThat(context.get("tenure.attempt")).isEqualTo(2);
    assertThat(context.get("tenure.node")).isEqualTo("node-1");
    assertThat(context.get("tenure.group")).isEqualTo("default");
    assertThat(context.get("tenure.job")).isEqualTo("report");
    BiConsumer<Integer, String> receiver =
        (BiConsumer<Integer, String>) context.get("tenure.progress");
    receiver.accept(100, "done");
    assertThat(progress).containsExactly("100 done");
    assertThatIllegalArgumentException().isThrownBy(() -> receiver.accept(101, "too far"));
  }

  @Test
  @SuppressWarnings("unchecked") // as above
  void linesGoToTheLogOfTheRun() {
    List<String> lines = new ArrayList<>();
    RunContext.install(context, FACTS, this::note, lines::add);
    RunContext.of(context).log("one");
    ((Consumer<String>) context.get("tenure.log")).accept("two");
    assertThat(lines).containsExactly("one", "two");
  }

  @Test
  void progressOutOfRangeIsRefused() {
    RunContext run = RunContext.install(context, FACTS, this::note);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> run.progress(-1, ""))
        .withMessage("progress must be 0 to 100 percent, is -1");
    assertThatIllegalArgumentException().isThrownBy(() -> run.progress(101, ""));
    assertThat(progress).isEmpty();
  }

  @Test
  void outsideTenureThereIsNothingToFind() {
    assertThat(RunContext.find(context)).isEmpty();
    assertThatIllegalStateException()
        .isThrownBy(() -> RunContext.of(context))
        .withMessageContaining("does not run under Tenure");
  }

  @Test
  void anOverwrittenEntryIsNamed() {
    RunContext.install(context, FACTS, this::note);
    context.put("tenure.slot", "yesterday");
    assertThatIllegalStateException()
        .isThrownBy(() -> RunContext.of(context))
        .withMessageContaining("tenure.slot")
        .withMessageContaining("java.time.Instant, is of java.lang.String");
  }

  private void note(int percent, String message) {
    progress.add(percent + " " + message);
  }

  private static JobExecutionContext context() {
    OperableTrigger trigger =
        (OperableTrigger) TriggerBuilder.newTrigger().withIdentity("trigger").build();
    Date slot = Date.from(SLOT);
    return new JobExecutionContextImpl(
        null,
        new TriggerFiredBundle(
            JobBuilder.newJob().ofType(org.quartz.Job.class).withIdentity("job").build(),
            trigger,
            null,
            false,
            slot,
            slot,
            null,
            null),
        ignored -> {});
  }
}
