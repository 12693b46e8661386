package dev.tenure.runlog;

import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import dev.tenure.model.RunId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * Where logs lie: {@code <root>/<group>/<job>/<slot in epoch milliseconds>-<attempt>.log}, with
 * {@code <trigger>@} before the slot if the trigger has another name than the job; beside it, for
 * the end of a long one, two segments that take turns. Names that are too long for a file are
 * shortened.
 *
 * @param root the folder of this node
 */
record LogFiles(Path root) {

  private static final List<String> SEGMENTS = List.of(".a", ".b");
  private static final String HEAD = ".log";
  private static final int LONGEST_NAME = 100;
  private static final int KEPT_OF_NAME = 80;

  Path group(GroupName group) {
    return root.resolve(name(group.value()));
  }

  Path job(GroupName group, JobName job) {
    return group(group).resolve(name(job.value()));
  }

  /** The beginning of a run's log. */
  Path head(RunId id) {
    String trigger = id.trigger().isOf(id.job()) ? "" : name(id.trigger().value()) + "@";
    return job(id.group(), id.job()).resolve(trigger + id.slotMillis() + "-" + id.attempt() + HEAD);
  }

  /** One of the two segments of its end. */
  static Path segment(Path head, int which) {
    return head.resolveSibling(head.getFileName() + SEGMENTS.get(which));
  }

  /** The beginning of the log that this file is a part of. */
  static Path headOf(Path file) {
    String name = String.valueOf(file.getFileName());
    for (String segment : SEGMENTS) {
      if (name.endsWith(HEAD + segment)) {
        return file.resolveSibling(name.substring(0, name.length() - segment.length()));
      }
    }
    return file;
  }

  /** Whether the file is ours to delete. */
  static boolean isLog(Path file) {
    return String.valueOf(headOf(file).getFileName()).endsWith(HEAD);
  }

  /** A name as that of a file or a folder. */
  static String name(String name) {
    return name.length() <= LONGEST_NAME
        ? name
        : name.substring(0, KEPT_OF_NAME) + "@" + hash(name);
  }

  private static String hash(String name) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }

  /** Makes the folder of a file. What jobs log is for the node's own user. */
  void makeFolderOf(Path file) throws IOException {
    Path folder = file.getParent();
    if (folder == null || Files.isDirectory(folder)) {
      return;
    }
    Files.createDirectories(root, forOwnerOnly());
    Files.createDirectories(folder);
  }

  private static FileAttribute<?>[] forOwnerOnly() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
        }
        : new FileAttribute<?>[0];
  }
}
