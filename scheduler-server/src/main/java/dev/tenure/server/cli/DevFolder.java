package dev.tenure.server.cli;

import dev.tenure.json.Json;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/**
 * The folder where {@code tenure dev} keeps everything: etcd's data, the generated files of the
 * nodes, their logs. Held by one process at a time.
 */
final class DevFolder implements AutoCloseable {

  private final Path path;
  private final FileLock lock;

  private DevFolder(Path path, FileLock lock) {
    this.path = path;
    this.lock = lock;
  }

  /** Makes the folder if need be and holds it; ends the command if another process does. */
  static DevFolder hold(Path folder) throws IOException {
    Path path = folder.toAbsolutePath().normalize();
    Files.createDirectories(path);
    Path lockFile = path.resolve("dev.pid");
    FileChannel channel =
        FileChannel.open(
            lockFile, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    Optional<FileLock> lock = tryLock(channel);
    if (lock.isEmpty()) {
      String holder = Files.readString(lockFile).strip();
      channel.close();
      throw new CommandFailure(
          ExitCode.FAILED,
          path + " is used by another `tenure dev`, process " + holder,
          "stop that one, or give this one its own --data DIR",
          null);
    }
    Files.writeString(lockFile, ProcessHandle.current().pid() + "\n");
    return new DevFolder(path, lock.get());
  }

  /** Empties the logs of the time before: what they say should be about this time. */
  DevFolder fresh() throws IOException {
    for (Path parent : List.of(path, etcdData())) {
      if (Files.isDirectory(parent)) {
        try (DirectoryStream<Path> logs = Files.newDirectoryStream(parent, "*.log")) {
          for (Path each : logs) {
            Files.writeString(each, "");
          }
        }
      }
    }
    return this;
  }

  Path path() {
    return path;
  }

  /** A file as a person at this terminal would name it. */
  static Path shown(Path file) {
    Path here = Path.of("").toAbsolutePath();
    return file.startsWith(here) ? here.relativize(file) : file;
  }

  Path etcdData() {
    return path.resolve("etcd");
  }

  Path log(String node) {
    return path.resolve(node + ".log");
  }

  /**
   * Writes the file of one node: the user's own settings, and over them what makes it one of
   * several nodes on this machine.
   *
   * @param conf the user's folder with tenure.conf and jobs.conf
   * @param plugins the folder with job classes
   */
  Path writeNode(String node, int port, List<String> etcd, Path conf, Path plugins)
      throws IOException {
    StringBuilder text = new StringBuilder("# Written by `tenure dev`; do not edit.\n");
    Path own = conf.resolve("tenure.conf").toAbsolutePath();
    if (Files.exists(own)) {
      text.append("include required(file(").append(Json.quoted(own.toString())).append("))\n");
    }
    text.append("tenure.node.name = ").append(Json.quoted(node)).append('\n');
    text.append("tenure.etcd.endpoints = ")
        .append(Json.quoted(String.join(",", etcd)))
        .append('\n');
    text.append("tenure.etcd.root = \"/tenure/dev\"\n");
    text.append("tenure.http.bind = \"127.0.0.1:").append(port).append("\"\n");
    text.append("tenure.http.advertise = \"127.0.0.1:").append(port).append("\"\n");
    text.append("tenure.plugins.dir = ").append(Json.quoted(plugins.toString())).append('\n');
    text.append("tenure.jobs.files = [")
        .append(Json.quoted(conf.resolve("jobs.conf").toAbsolutePath().toString()))
        .append("]\n");
    text.append("tenure.runs.logs.dir = ")
        .append(Json.quoted(path.resolve("run-logs").toString()))
        .append('\n');
    text.append("tenure.shutdown.grace = 3s\n");
    return Files.writeString(path.resolve(node + ".conf"), text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    lock.acquiredBy().close();
  }

  private static Optional<FileLock> tryLock(FileChannel channel) throws IOException {
    try {
      return Optional.ofNullable(channel.tryLock());
    } catch (OverlappingFileLockException e) {
      return Optional.empty();
    }
  }
}
