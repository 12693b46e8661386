package dev.tenure.plugin;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A world of its own for one plug-in: the JDK, a few packages that it must share with the runtime,
 * and its own jars. Nothing else of the server is visible, so a plug-in may bring any version of
 * any library. A shared package that a plug-in bundles is shadowed by the runtime's; only classes
 * that the runtime lacks (such as {@code org.quartz.jobs}) come from the bundle.
 */
final class PluginClassLoader extends URLClassLoader {

  private static final List<String> SHARED =
      List.of("org.quartz.", "org.slf4j.", "dev.tenure.job.");

  static {
    registerAsParallelCapable();
  }

  private final ClassLoader runtime;

  PluginClassLoader(String name, URL[] jars, ClassLoader runtime) {
    super(name, jars, ClassLoader.getPlatformClassLoader());
    this.runtime = runtime;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (isShared(name)) {
      try {
        return runtime.loadClass(name);
      } catch (ClassNotFoundException absent) {
        return super.loadClass(name, resolve);
      }
    }
    return super.loadClass(name, resolve);
  }

  @Override
  public @Nullable URL getResource(String name) {
    if (isShared(name.replace('/', '.'))) {
      URL shared = runtime.getResource(name);
      if (shared != null) {
        return shared;
      }
    }
    return super.getResource(name);
  }

  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    if (isShared(name.replace('/', '.'))) {
      List<URL> all = Collections.list(runtime.getResources(name));
      if (!all.isEmpty()) {
        return Collections.enumeration(all);
      }
    }
    return super.getResources(name);
  }

  private static boolean isShared(String name) {
    return SHARED.stream().anyMatch(name::startsWith);
  }
}
