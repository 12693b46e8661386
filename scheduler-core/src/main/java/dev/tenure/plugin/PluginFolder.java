package dev.tenure.plugin;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** Reads a plug-in folder: each jar, and each sub-folder of jars, is one plug-in. */
final class PluginFolder {

  private final Path dir;
  private final ClassLoader runtime;
  private final List<Source> sources = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  PluginFolder(Path dir, ClassLoader runtime) {
    this.dir = dir;
    this.runtime = runtime;
  }

  /** Opens all that is there. Blocks on the file system; never fails, see {@link #problems}. */
  void read() {
    if (!Files.exists(dir)) {
      return;
    }
    for (Path entry : entries(dir)) {
      if (Files.isDirectory(entry)) {
        readSubfolder(entry);
      } else if (isJar(entry)) {
        add(entry, List.of(entry));
      }
    }
  }

  List<Source> sources() {
    return sources;
  }

  List<String> problems() {
    return problems;
  }

  /** The folder in words, with the reason why nothing can be in it. */
  String describe() {
    if (!Files.exists(dir)) {
      return "the plug-in folder " + dir + ", which does not exist";
    }
    if (!Files.isDirectory(dir)) {
      return "the plug-in folder " + dir + ", which is not a folder";
    }
    if (sources.isEmpty()) {
      return "the plug-in folder " + dir + ", which holds no readable plug-in jar";
    }
    return "the plug-in folder " + dir;
  }

  private void readSubfolder(Path folder) {
    List<Path> jars = entries(folder).stream().filter(PluginFolder::isJar).toList();
    if (jars.isEmpty()) {
      problems.add(
          "plug-in folder " + folder + " holds no jar; put the plug-in's jars right into it");
    } else {
      add(folder, jars);
    }
  }

  private void add(Path plugin, List<Path> jars) {
    List<URL> urls = new ArrayList<>();
    for (Path jar : jars) {
      Optional<String> flaw = flaw(jar);
      if (flaw.isPresent()) {
        problems.add(
            jar
                + " "
                + flaw.get()
                + "; plug-in "
                + nameOf(plugin)
                + " is left out, replace the file");
      } else {
        urls.add(url(jar));
      }
    }
    if (urls.size() == jars.size()) {
      String name = nameOf(plugin);
      URL[] all = urls.toArray(URL[]::new);
      sources.add(new Source(name, jars, new PluginClassLoader(name, all, runtime)));
    }
  }

  private static Optional<String> flaw(Path jar) {
    try (JarFile opened = new JarFile(jar.toFile())) {
      return opened.size() == 0 ? Optional.of("is an empty jar") : Optional.empty();
    } catch (IOException | SecurityException e) {
      return Optional.of("cannot be opened as a jar (" + e.getMessage() + ")");
    }
  }

  private static URL url(Path jar) {
    try {
      return jar.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalStateException("no URL for " + jar, e);
    }
  }

  private List<Path> entries(Path folder) {
    try (Stream<Path> children = Files.list(folder)) {
      return children.filter(child -> !nameOf(child).startsWith(".")).sorted().toList();
    } catch (IOException e) {
      problems.add("plug-in folder " + folder + " cannot be read: " + e);
      return List.of();
    }
  }

  private static boolean isJar(Path file) {
    return nameOf(file).endsWith(".jar") && !Files.isDirectory(file);
  }

  private static String nameOf(Path file) {
    Path name = file.getFileName();
    return name == null ? file.toString() : name.toString();
  }
}
