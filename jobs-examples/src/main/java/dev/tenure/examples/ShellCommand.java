package dev.tenure.examples;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.quartz.JobExecutionContext;
import org.quartz.JobExecutionException;

/**
 * Runs a program, and fails unless its exit code means success.
 *
 * <p>Data: {@code command}, a list of the program and its arguments, which no shell touches (for a
 * shell write {@code ["sh", "-c", "…"]}); {@code working-dir}; {@code environment}, an object that
 * is added to the node's own environment; {@code inherit-environment} (default true); {@code
 * stdin}, a text (default: none, the program reads end of file); {@code success-exit-codes}
 * (default [0]); {@code output-tail}, how many bytes of the end of its output (standard output and
 * error together) are kept (default 4096); {@code kill-grace} (default 5s).
 *
 * <p>When the run is interrupted, the program and all that it has started are asked to end (TERM),
 * and killed (KILL) when they have not ended after {@code kill-grace}.
 *
 * <p>Under Tenure the program finds {@code TENURE_RUN}, {@code TENURE_TERM}, {@code TENURE_SLOT},
 * {@code TENURE_ATTEMPT}, {@code TENURE_NODE}, {@code TENURE_GROUP} and {@code TENURE_JOB} in its
 * environment, and each line of its output is in the run's log. The result is the end of the
 * output. Arguments and environment are neither logged nor reported.
 */
public final class ShellCommand extends BlockingJob {

  private static final int GREATEST_TAIL = 1024 * 1024;

  private List<String> command = List.of();
  private @Nullable Path workingDir;
  private Map<String, String> environment = Map.of();
  private boolean inheritEnvironment = true;
  private @Nullable String stdin;
  private Set<Integer> successExitCodes = Set.of(0);
  private int outputTail = 4096;
  private Duration killGrace = Duration.ofSeconds(5);

  /** The program and its arguments. */
  public void setCommand(List<String> command) {
    this.command = List.copyOf(command);
  }

  /** The folder in which it runs; default: the node's. */
  public void setWorkingDir(Path workingDir) {
    this.workingDir = workingDir;
  }

  /** Variables that it gets beside, or instead of, those of the node. */
  public void setEnvironment(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  /** Whether it gets the variables of the node at all. */
  public void setInheritEnvironment(boolean inheritEnvironment) {
    this.inheritEnvironment = inheritEnvironment;
  }

  /** What it reads from its standard input. */
  public void setStdin(String stdin) {
    this.stdin = stdin;
  }

  /** Exit codes that mean success. */
  public void setSuccessExitCodes(Set<Integer> successExitCodes) {
    this.successExitCodes = Set.copyOf(successExitCodes);
  }

  /** How many bytes of the end of its output are kept; 1 to 1048576. */
  public void setOutputTail(int outputTail) {
    if (outputTail < 1 || outputTail > GREATEST_TAIL) {
      throw new IllegalArgumentException(
          "output-tail must be 1 to " + GREATEST_TAIL + " bytes, is " + outputTail);
    }
    this.outputTail = outputTail;
  }

  /** How long it may take to end by itself when the run is interrupted. */
  public void setKillGrace(Duration killGrace) {
    this.killGrace = killGrace;
  }

  @Override
  void run(JobExecutionContext context) throws JobExecutionException, InterruptedException {
    Process process = start(context);
    Tail tail = new Tail(outputTail);
    Pipes pipes =
        Pipes.connect(process, Optional.ofNullable(stdin), tail, TenureEntries.log(context));
    int exit;
    try {
      exit = process.waitFor();
    } catch (InterruptedException e) {
      new ProcessTree(process).end(killGrace);
      pipes.awaitEndOfOutput();
      context.setResult(text(tail));
      throw e;
    }
    pipes.awaitEndOfOutput();
    String output = text(tail);
    context.setResult(output);
    if (!successExitCodes.contains(exit)) {
      throw new JobExecutionException(
          command.get(0)
              + " ended with exit code "
              + exit
              + (output.isEmpty() ? ", without output" : "; its output ends with: " + output));
    }
  }

  private Process start(JobExecutionContext context) throws JobExecutionException {
    if (command.isEmpty()) {
      throw new JobExecutionException(
          "data.command is not set; give a list of the program and its arguments");
    }
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    if (workingDir != null) {
      if (!Files.isDirectory(workingDir)) {
        throw new JobExecutionException(
            "data.working-dir " + workingDir.toAbsolutePath() + " is not a folder on this node");
      }
      builder.directory(workingDir.toFile());
    }
    fill(builder.environment(), context);
    try {
      return builder.start();
    } catch (IOException e) {
      throw new JobExecutionException(
          "program "
              + command.get(0)
              + " cannot be started; is it installed on this node, in a folder of PATH or with its"
              + " full path, and executable? "
              + e.getMessage(),
          e);
    }
  }

  private void fill(Map<String, String> variables, JobExecutionContext context)
      throws JobExecutionException {
    if (!inheritEnvironment) {
      variables.clear();
    }
    TenureEntries.facts(context)
        .forEach((name, value) -> variables.put("TENURE_" + name.toUpperCase(Locale.ROOT), value));
    for (Map.Entry<String, String> variable : environment.entrySet()) {
      try {
        variables.put(variable.getKey(), variable.getValue());
      } catch (IllegalArgumentException e) {
        // Its message may hold the value, which may be a secret.
        throw new JobExecutionException(
            "data.environment."
                + variable.getKey()
                + " cannot be set: a name must not hold '=', and neither name nor value a zero byte");
      }
    }
  }

  private static String text(Tail tail) {
    return tail.text(Charset.defaultCharset()).strip();
  }
}
