package dev.tenure.config;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderFile;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseable;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Notes includes of files that do not exist, which the HOCON library passes over in silence. */
final class NotingIncluder implements ConfigIncluder, ConfigIncluderFile {

  private static final List<String> SUFFIXES = List.of("", ".conf", ".json", ".properties");

  private final List<String> missing;
  private final @Nullable ConfigIncluder fallback;

  NotingIncluder() {
    this(new ArrayList<>(), null);
  }

  private NotingIncluder(List<String> missing, @Nullable ConfigIncluder fallback) {
    this.missing = missing;
    this.fallback = fallback;
  }

  /** What was included and does not exist, as written. */
  List<String> missing() {
    return List.copyOf(missing);
  }

  @Override
  public ConfigIncluder withFallback(ConfigIncluder other) {
    return new NotingIncluder(missing, other);
  }

  @Override
  public ConfigObject include(ConfigIncludeContext context, String what) {
    if (!isUrl(what) && SUFFIXES.stream().noneMatch(end -> isFile(context, what + end))) {
      missing.add(what);
      return ConfigFactory.empty().root();
    }
    return fallback == null ? ConfigFactory.empty().root() : fallback.include(context, what);
  }

  @Override
  public ConfigObject includeFile(ConfigIncludeContext context, File what) {
    if (!exists(what.getPath())) {
      missing.add(what.getPath());
      return ConfigFactory.empty().root();
    }
    return fallback instanceof ConfigIncluderFile files
        ? files.includeFile(context, what)
        : ConfigFactory.parseFile(what, context.parseOptions()).root();
  }

  private static boolean exists(String file) {
    return SUFFIXES.stream().anyMatch(end -> new File(file + end).isFile());
  }

  /** A context that finds nothing beside the including file answers with something else. */
  private static boolean isFile(ConfigIncludeContext context, String name) {
    ConfigParseable near = context.relativeTo(name);
    return near != null && near.origin().filename() != null;
  }

  private static boolean isUrl(String what) {
    return what.contains("://");
  }
}
