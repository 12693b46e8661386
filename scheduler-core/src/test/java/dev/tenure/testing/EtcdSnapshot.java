package dev.tenure.testing;

import dev.tenure.etcd.LocalEtcd;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A snapshot of an etcd of one member, taken and restored with the commands of
 * docs/operations/runbook.md.
 */
public final class EtcdSnapshot {

  private final LocalEtcd etcd;
  private final Path data;
  private final Path file;

  private EtcdSnapshot(LocalEtcd etcd, Path data, Path file) {
    this.etcd = etcd;
    this.data = data;
    this.file = file;
  }

  /**
   * Takes a snapshot.
   *
   * @param data the folder that the etcd was started with
   */
  public static EtcdSnapshot of(LocalEtcd etcd, Path data) throws Exception {
    Path file = data.resolve("snapshot.db");
    etcdctl(etcd, "snapshot", "save", file.toString());
    return new EtcdSnapshot(etcd, data, file);
  }

  /** The etcd is killed, loses its data, and goes on with that of the snapshot. */
  public void restore() throws Exception {
    etcd.kill(0);
    Path member = data.resolve("etcd-1");
    delete(member);
    String peer = "http://127.0.0.1:" + Files.readString(data.resolve("peer-ports")).strip();
    run(
        List.of(
            "etcdctl",
            "snapshot",
            "restore",
            file.toString(),
            "--name=etcd-1",
            "--initial-cluster=etcd-1=" + peer,
            "--initial-advertise-peer-urls=" + peer,
            "--data-dir=" + member));
    // A slot that is due for less than a second when a term begins is not a missed one.
    TimeUnit.SECONDS.sleep(2);
    etcd.restart(0);
  }

  /** Runs etcdctl, which must succeed. */
  public static void etcdctl(LocalEtcd etcd, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add("etcdctl");
    command.add("--endpoints=" + String.join(",", etcd.endpoints()));
    command.addAll(List.of(arguments));
    run(command);
  }

  private static void run(List<String> command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("ETCDCTL_API", "3");
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException(command + ": " + said);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
