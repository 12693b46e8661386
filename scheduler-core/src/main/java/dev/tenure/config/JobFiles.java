package dev.tenure.config;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The job files in their order, each once; folders stand for their {@code *.conf} files. */
final class JobFiles {

  private final ProblemLog log;
  private final Map<Path, Origin> files = new LinkedHashMap<>();

  JobFiles(ProblemLog log) {
    this.log = log;
  }

  /** Without a node file the default name counts only if there is such a file. */
  void add(List<Located<Path>> named, boolean needed) {
    for (Located<Path> file : named) {
      if (needed || file.origin().line() == 0 || Files.exists(file.value())) {
        add(file);
      }
    }
  }

  void add(Located<Path> named) {
    Path path = named.value().toAbsolutePath().normalize();
    if (!Files.isDirectory(path)) {
      files.putIfAbsent(path, named.origin());
      return;
    }
    List<Path> inside = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(path, "*.conf")) {
      entries.forEach(inside::add);
    } catch (IOException e) {
      log.add(named.origin(), "folder " + log.show(path) + " cannot be read", "a readable folder");
    }
    inside.stream().sorted().forEach(file -> files.putIfAbsent(file, named.origin()));
  }

  List<Path> paths() {
    return List.copyOf(files.keySet());
  }

  /** Reads the files; a problem in one does not keep the others from being read. */
  List<HoconFile> parsed() {
    return files.entrySet().stream()
        .map(file -> HoconFile.parse(file.getKey(), file.getValue(), log))
        .toList();
  }
}
