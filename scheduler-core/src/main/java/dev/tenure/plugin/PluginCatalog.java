package dev.tenure.plugin;

import java.beans.Introspector;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The job classes that this node can run.
 *
 * <p>Each plug-in, which is a jar or a folder of jars, has a class loader of its own: it sees the
 * JDK, {@code org.quartz}, {@code org.slf4j} and {@code dev.tenure.job} of the runtime, and its own
 * jars; neither the rest of the runtime nor other plug-ins.
 *
 * <p>A plug-in has all the rights of the process. Thread-safe; opening, looking up and closing read
 * files. What is in the folder is read once, by {@link #open}: a new jar needs a new catalog.
 */
public final class PluginCatalog implements Closeable {

  private static final Logger log = LoggerFactory.getLogger(PluginCatalog.class);

  private final List<Source> sources;
  private final List<String> problems;
  private final String place;

  private PluginCatalog(List<Source> sources, List<String> problems, String place) {
    this.sources = List.copyOf(sources);
    this.problems = List.copyOf(problems);
    this.place = place;
  }

  /** The plug-ins in a folder. A folder that does not exist is an empty catalog. */
  public static PluginCatalog open(Path pluginsDir) {
    return open(pluginsDir, Optional.empty());
  }

  /**
   * The plug-ins in a folder, and the classes that an embedding program has on its own class path.
   * A class in both is ambiguous.
   *
   * @param classPath sees the program's job classes; stays open when the catalog is closed
   */
  public static PluginCatalog open(Path pluginsDir, ClassLoader classPath) {
    return open(pluginsDir, Optional.of(classPath));
  }

  /**
   * Only the classes that an embedding program has on its own class path.
   *
   * @param classPath sees the program's job classes; stays open when the catalog is closed
   */
  public static PluginCatalog of(ClassLoader classPath) {
    return new PluginCatalog(List.of(source(classPath)), List.of(), "the class path");
  }

  private static PluginCatalog open(Path pluginsDir, Optional<ClassLoader> classPath) {
    PluginFolder folder =
        new PluginFolder(
            pluginsDir.toAbsolutePath().normalize(), PluginCatalog.class.getClassLoader());
    folder.read();
    List<Source> sources = new ArrayList<>(folder.sources());
    classPath.ifPresent(loader -> sources.add(source(loader)));
    String place = folder.describe() + (classPath.isPresent() ? ", nor on the class path" : "");
    return new PluginCatalog(sources, folder.problems(), place);
  }

  private static Source source(ClassLoader classPath) {
    return new Source(Plugin.CLASS_PATH, List.of(), classPath);
  }

  /** The plug-ins that were opened, in the order of their names. */
  public List<Plugin> plugins() {
    return sources.stream().map(source -> new Plugin(source.name(), source.jars())).toList();
  }

  /**
   * What is wrong with the plug-in folder itself, such as a file that is no jar. A plug-in with a
   * problem is left out as a whole; the others work.
   */
  public List<String> problems() {
    return problems;
  }

  /**
   * Finds a job class. Loads the class; runs none of its code.
   *
   * @param className as {@link Class#getName} spells it
   */
  public JobClass jobClass(String className) {
    List<Source> holders = sources.stream().filter(source -> source.holds(className)).toList();
    if (holders.size() > 1) {
      return new JobClass.Ambiguous(className, holders.stream().map(Source::name).toList());
    }
    if (holders.isEmpty()) {
      return missing(className);
    }
    try {
      return JobClassCheck.check(className, holders.get(0));
    } catch (ClassNotFoundException e) {
      return missing(className);
    }
  }

  private JobClass missing(String className) {
    List<Path> jars = jars().toList();
    return new JobClass.Missing(className, place, jars, similar(className, jars));
  }

  private static List<String> similar(String className, List<Path> jars) {
    String wanted = simpleName(className);
    TreeSet<String> found = new TreeSet<>();
    for (Path jar : jars) {
      try (JarFile file = new JarFile(jar.toFile())) {
        file.stream()
            .map(entry -> entry.getName())
            .filter(name -> name.endsWith(".class") && !name.startsWith("META-INF/"))
            .map(name -> name.substring(0, name.length() - ".class".length()).replace('/', '.'))
            .filter(name -> simpleName(name).equals(wanted))
            .forEach(found::add);
      } catch (IOException e) {
        log.warn("Cannot list {} any more, it was changed or removed: {}", jar, e.toString());
      }
    }
    return found.stream().limit(3).toList();
  }

  private static String simpleName(String className) {
    int end = Math.max(className.lastIndexOf('.'), className.lastIndexOf('$'));
    return className.substring(end + 1).toLowerCase(Locale.ROOT);
  }

  private Stream<Path> jars() {
    return sources.stream().flatMap(source -> source.jars().stream());
  }

  /**
   * Closes the jars. Jobs of the plug-ins must have ended; classes that they have not loaded yet
   * can no longer be loaded.
   */
  @Override
  public void close() {
    for (Source source : sources) {
      if (source.loader() instanceof PluginClassLoader loader) {
        try {
          loader.close();
        } catch (IOException e) {
          log.warn("Plug-in {} did not close cleanly: {}", source.name(), e.toString());
        }
      }
    }
    // Quartz and many libraries ask the introspector, whose cache would keep the classes alive.
    Introspector.flushCaches();
  }
}
