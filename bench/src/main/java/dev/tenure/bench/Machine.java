package dev.tenure.bench;

import dev.tenure.bench.process.PostgresPrograms;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What figures depend on: the machine and the versions. */
final class Machine {

  private Machine() {}

  static Map<String, Object> describe() throws IOException {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("cores", Runtime.getRuntime().availableProcessors());
    facts.put("processor", line(Path.of("/proc/cpuinfo"), "model name"));
    facts.put("memory", line(Path.of("/proc/meminfo"), "MemTotal"));
    facts.put("load", firstWords(Files.readString(Path.of("/proc/loadavg"))));
    facts.put("java", System.getProperty("java.vm.name") + " " + Runtime.version());
    facts.put("etcd", version("etcd", System.getenv("TENURE_ETCD_BIN")));
    facts.put("postgresql", postgres());
    facts.put("libraries", Libraries.versions());
    return facts;
  }

  private static String firstWords(String loadavg) {
    String[] words = loadavg.split(" ", -1);
    return words[0] + " " + words[1] + " " + words[2];
  }

  private static String line(Path file, String name) throws IOException {
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .filter(line -> line.startsWith(name))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown");
    }
  }

  private static String postgres() {
    try {
      Path bin = PostgresPrograms.find();
      return version(bin.resolve("postgres").toString(), null);
    } catch (IllegalStateException e) {
      return "not installed";
    }
  }

  private static String version(String program, @Nullable String chosen) {
    try {
      Process process =
          new ProcessBuilder(chosen == null ? program : chosen, "--version")
              .redirectErrorStream(true)
              .start();
      String said =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      process.waitFor(10, TimeUnit.SECONDS);
      return said.lines().findFirst().orElse("unknown");
    } catch (IOException e) {
      return "not installed";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "unknown";
    }
  }
}
