package dev.tenure.plugin;

import java.nio.file.Path;
import java.util.List;

/** A place to look for job classes: a plug-in, or the class path of an embedding program. */
record Source(String name, List<Path> jars, ClassLoader loader) {

  Source {
    jars = List.copyOf(jars);
  }

  /** Whether its own jars hold the class; reads no class. */
  boolean holds(String className) {
    String entry = className.replace('.', '/') + ".class";
    return loader instanceof PluginClassLoader plugin
        ? plugin.findResource(entry) != null
        : loader.getResource(entry) != null;
  }
}
