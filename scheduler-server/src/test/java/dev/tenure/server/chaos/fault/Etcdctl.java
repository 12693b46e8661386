package dev.tenure.server.chaos.fault;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The operator's tool of etcd, on the harness's own way to it. */
record Etcdctl(List<String> endpoints) {

  /**
   * What a command said.
   *
   * @param exit 0 for success
   * @param output both of its streams
   */
  record Answer(int exit, String output) {
    boolean fine() {
      return exit == 0;
    }
  }

  /** Runs a command on all endpoints; a silent etcd costs a few seconds. */
  Answer run(String... arguments) throws Exception {
    return on(String.join(",", endpoints), arguments);
  }

  /** Runs a command on some endpoints. */
  Answer on(String where, String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                "etcdctl", "--endpoints=" + where, "--dial-timeout=3s", "--command-timeout=15s"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("ETCDCTL_API", "3");
    Process process = builder.start();
    try {
      process.getOutputStream().close();
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        return new Answer(-1, "no answer within 30 s: " + output);
      }
      return new Answer(process.exitValue(), output);
    } finally {
      process.destroyForcibly();
    }
  }

  /** Runs a command that must succeed; throws {@link NotInjected} with its words otherwise. */
  String must(String... arguments) throws Exception {
    Answer answer = run(arguments);
    if (!answer.fine()) {
      throw new NotInjected("etcdctl " + String.join(" ", arguments) + ": " + answer.output());
    }
    return answer.output();
  }
}
