package dev.tenure.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.quartz.JobExecutionContext;
import org.quartz.JobExecutionException;

@Timeout(60)
class ShellCommandIT {

  @TempDir private Path dir;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void stopThreads() {
    threads.shutdownNow();
  }

  @Test
  void theEndOfAChattyProgramsOutputIsKept() throws Exception {
    ShellCommand job = shell("i=0; while [ $i -lt 20000 ]; do echo line $i; i=$((i+1)); done");
    job.setOutputTail(32);
    assertThat(resultOf(job))
        .startsWith("…")
        .endsWith("line 19998\nline 19999")
        .hasSizeLessThan(34);
  }

  @Test
  void standardErrorIsPartOfTheOutput() throws Exception {
    assertThat(resultOf(shell("echo out; echo err >&2"))).isEqualTo("out\nerr");
  }

  @Test
  void eachLineOfTheOutputIsInTheLogOfTheRun() throws Exception {
    ShellCommand job = shell("echo one; printf '\\303'; printf '\\274ber\\n\\n'; printf end");
    JobExecutionContext context = Contexts.tenure(job);
    List<String> lines = new CopyOnWriteArrayList<>();
    Consumer<String> log = lines::add;
    context.put("tenure.log", log);
    job.execute(context);
    assertThat(lines).containsExactly("one", "über", "", "end");
  }

  @Test
  void aNonZeroExitFailsWithTheEndOfTheOutput() {
    ShellCommand job = shell("echo disk full >&2; exit 3");
    JobExecutionContext context = Contexts.plain(job);
    assertThatThrownBy(() -> job.execute(context))
        .isInstanceOf(JobExecutionException.class)
        .hasMessage("sh ended with exit code 3; its output ends with: disk full");
    assertThat(context.getResult()).isEqualTo("disk full");
  }

  @Test
  void otherExitCodesCanMeanSuccess() throws Exception {
    ShellCommand job = shell("exit 24");
    job.setSuccessExitCodes(Set.of(0, 24));
    assertThat(resultOf(job)).isEqualTo("");
  }

  @Test
  void argumentsReachTheProgramUntouchedByAnyShell() throws Exception {
    ShellCommand job = new ShellCommand();
    job.setCommand(List.of("printf", "%s|%s", "$HOME *", "a 'b'"));
    assertThat(resultOf(job)).isEqualTo("$HOME *|a 'b'");
  }

  @Test
  void environmentWorkingFolderAndFactsReachTheProgram() throws Exception {
    ShellCommand job = shell("echo $COLOUR $TENURE_TERM $TENURE_ATTEMPT; pwd -P");
    job.setEnvironment(Map.of("COLOUR", "blue"));
    job.setWorkingDir(dir);
    JobExecutionContext context = Contexts.tenure(job);
    job.execute(context);
    assertThat(context.getResult()).isEqualTo("blue 42 1\n" + dir.toRealPath());
  }

  @Test
  void theNodesEnvironmentCanBeKeptAway() throws Exception {
    ShellCommand job = new ShellCommand();
    job.setCommand(List.of("env"));
    job.setInheritEnvironment(false);
    job.setEnvironment(Map.of("COLOUR", "blue"));
    assertThat(resultOf(job)).isEqualTo("COLOUR=blue");
  }

  @Test
  void inputReachesTheProgramAndIsEmptyByDefault() throws Exception {
    ShellCommand job = shell("cat");
    assertThat(resultOf(job)).isEqualTo("");
    job.setStdin("over the pipe");
    assertThat(resultOf(job)).isEqualTo("over the pipe");
  }

  @Test
  void inputThatNobodyReadsDoesNotBlock() throws Exception {
    ShellCommand job = shell("echo fine");
    job.setStdin("x".repeat(1_000_000));
    assertThat(resultOf(job)).isEqualTo("fine");
  }

  @Test
  void aProgramThatIsNotThereIsNamed() {
    ShellCommand job = new ShellCommand();
    job.setCommand(List.of("no-such-program", "s3cret"));
    assertThatThrownBy(() -> job.execute(Contexts.plain(job)))
        .isInstanceOf(JobExecutionException.class)
        .hasMessageContaining("program no-such-program cannot be started")
        .hasMessageNotContaining("s3cret");
    job.setWorkingDir(dir.resolve("absent"));
    assertThatThrownBy(() -> job.execute(Contexts.plain(job)))
        .hasMessageContaining("absent is not a folder on this node");
  }

  @Test
  void whatIsNotSetOrOutOfRangeIsSaid() {
    ShellCommand job = new ShellCommand();
    assertThatThrownBy(() -> job.execute(Contexts.plain(job)))
        .hasMessageContaining("data.command is not set");
    assertThatIllegalArgumentException().isThrownBy(() -> job.setOutputTail(0));
    ShellCommand badVariable = shell("true");
    badVariable.setEnvironment(Map.of("A=B", "s3cret"));
    assertThatThrownBy(() -> badVariable.execute(Contexts.plain(badVariable)))
        .hasMessageContaining("data.environment.A=B cannot be set")
        .hasMessageNotContaining("s3cret");
  }

  @Test
  void anInterruptEndsTheProgramAndItsChildren() throws Exception {
    Path pids = dir.resolve("pids");
    ShellCommand job =
        shell("trap 'echo bye; exit 9' TERM; sleep 300 & echo $$ $! > " + pids + "; wait");
    Interrupted run = interruptOnceWritten(job, pids);
    assertThat(run.failure()).hasMessage("interrupted");
    assertThat(run.result()).isEqualTo("bye");
    assertThat(pidsIn(pids)).hasSize(2).noneMatch(ShellCommandIT::isAlive);
  }

  @Test
  void aProgramThatIgnoresTheRequestIsKilledAfterTheGrace() throws Exception {
    Path pids = dir.resolve("pids");
    ShellCommand job = shell("trap '' TERM; echo $$ > " + pids + "; while :; do sleep 300; done");
    job.setKillGrace(Duration.ofMillis(200));
    Interrupted run = interruptOnceWritten(job, pids);
    assertThat(run.failure()).hasMessage("interrupted");
    assertThat(pidsIn(pids)).hasSize(1).noneMatch(ShellCommandIT::isAlive);
  }

  private record Interrupted(Throwable failure, Object result) {}

  private Interrupted interruptOnceWritten(ShellCommand job, Path pids) throws Exception {
    JobExecutionContext context = Contexts.plain(job);
    CompletableFuture<Throwable> failure = new CompletableFuture<>();
    threads.execute(
        () -> {
          try {
            job.execute(context);
            failure.complete(new AssertionError("was not interrupted"));
          } catch (JobExecutionException e) {
            failure.complete(e);
          }
        });
    await().atMost(Duration.ofSeconds(20)).until(() -> !pidsIn(pids).isEmpty());
    job.interrupt();
    return new Interrupted(failure.get(20, TimeUnit.SECONDS), context.getResult());
  }

  private static List<Long> pidsIn(Path file) throws IOException {
    if (!Files.exists(file)) {
      return List.of();
    }
    String text = Files.readString(file);
    return text.endsWith("\n")
        ? Arrays.stream(text.trim().split(" ")).map(Long::valueOf).toList()
        : List.of();
  }

  private static boolean isAlive(long pid) {
    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }

  private static ShellCommand shell(String script) {
    ShellCommand job = new ShellCommand();
    job.setCommand(List.of("sh", "-c", script));
    return job;
  }

  private static String resultOf(ShellCommand job) throws JobExecutionException {
    JobExecutionContext context = Contexts.plain(job);
    job.execute(context);
    return (String) context.getResult();
  }
}
