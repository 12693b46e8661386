package dev.tenure.spec;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One run of TLC over docs/spec/Tenure.tla, in a process of its own: TLC keeps what it knows in
 * static fields. The constants are those of Tenure.cfg, save for what is changed here.
 */
final class ModelCheck {

  static final Path SPEC = Path.of("..", "docs", "spec").toAbsolutePath().normalize();

  private static final long MINUTES = 10;
  private static final Pattern VIOLATED = Pattern.compile("Error: Invariant (\\w+) is violated");
  private static final Pattern FOUND =
      Pattern.compile("(\\d+) states generated, (\\d+) distinct states found, 0 states left");

  private final Map<String, String> constants = new TreeMap<>();

  /**
   * What TLC says.
   *
   * @param verdict {@code ok}, the name of the invariant that does not hold, {@code temporal} when
   *     a temporal property does not, else {@code broken}
   * @param distinct how many states there are, if all of them were seen
   * @param said all that TLC printed: the way to the violation
   */
  record Result(String verdict, long distinct, String said) {}

  ModelCheck with(String constant, String value) {
    constants.put(constant, value);
    return this;
  }

  /** The model with something done wrong. */
  ModelCheck planted(String bug) {
    return with("Bug", '"' + bug + '"');
  }

  static String text(String file) throws IOException {
    return Files.readString(SPEC.resolve(file));
  }

  /** All invariants of Tenure.cfg. */
  Result invariants(Path folder) throws IOException, InterruptedException {
    return run(folder, configuration());
  }

  /** One invariant alone. */
  Result invariant(String name, Path folder) throws IOException, InterruptedException {
    return run(folder, configuration().replaceFirst("(?s)\nINVARIANTS\n.*", "\nINVARIANT " + name));
  }

  /** What happens at last; neither symmetry nor view may be used for it. */
  Result eventually(List<String> properties, Path folder) throws IOException, InterruptedException {
    String safety = configuration().replaceFirst("(?s)\nINVARIANTS\n.*", "\n");
    return run(
        folder,
        safety
                .replace("SPECIFICATION Spec", "SPECIFICATION FairSpec")
                .replaceAll("\n(SYMMETRY|VIEW) \\w+", "")
            + "PROPERTIES "
            + String.join(" ", properties));
  }

  private String configuration() throws IOException {
    String configuration = text("Tenure.cfg");
    for (Map.Entry<String, String> constant : constants.entrySet()) {
      String line = "\n  " + constant.getKey() + " = ";
      if (!configuration.contains(line)) {
        throw new IllegalArgumentException("no constant " + constant.getKey());
      }
      configuration =
          configuration.replaceFirst(
              line + ".*", Matcher.quoteReplacement(line + constant.getValue()));
    }
    return configuration;
  }

  private static Result run(Path folder, String configuration)
      throws IOException, InterruptedException {
    Path here = Files.createTempDirectory(folder, "tlc");
    Files.copy(SPEC.resolve("Tenure.tla"), here.resolve("Tenure.tla"));
    Files.writeString(here.resolve("Tenure.cfg"), configuration);
    Path out = here.resolve("out");
    Process process =
        new ProcessBuilder(command())
            .directory(here.toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    try {
      process.waitFor(MINUTES, TimeUnit.MINUTES);
    } finally {
      process.destroyForcibly().waitFor();
    }
    return judge(Files.readString(out, StandardCharsets.UTF_8));
  }

  private static List<String> command() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // The quick compiler alone: most of these runs are over within a second.
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx512m"));
    command.addAll(List.of("-cp", jar(), "tlc2.TLC", "-workers", "1"));
    command.addAll(List.of("-metadir", "states", "-config", "Tenure.cfg", "Tenure.tla"));
    return command;
  }

  private static String jar() {
    try {
      Class<?> tlc = Class.forName("tlc2.TLC", false, ModelCheck.class.getClassLoader());
      return Path.of(tlc.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (ReflectiveOperationException | URISyntaxException e) {
      throw new IllegalStateException("TLC is not on the class path", e);
    }
  }

  private static Result judge(String said) {
    Matcher violated = VIOLATED.matcher(said);
    if (violated.find()) {
      return new Result(violated.group(1), 0, said);
    }
    if (said.contains("Error: Temporal properties were violated")) {
      return new Result("temporal", 0, said);
    }
    Matcher found = FOUND.matcher(said);
    boolean ok = said.contains("No error has been found") && found.find();
    return ok
        ? new Result("ok", Long.parseLong(found.group(2)), said)
        : new Result("broken", 0, said);
  }
}
