package dev.tenure.node;

import dev.tenure.config.ConfigLoader;
import dev.tenure.config.Configuration;
import dev.tenure.config.JobsConfig;
import dev.tenure.loop.EventLoop;
import dev.tenure.model.GroupName;
import dev.tenure.plugin.PluginCatalog;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This node's job files: what they say of each group, and when they say something new. Files with
 * problems count for nothing, all of them: what they said before stays.
 *
 * <p>What is public may be called from anywhere. Files are read on a loop of its own, which may
 * wait for the file system.
 */
final class NodeFiles {

  private static final Logger log = LoggerFactory.getLogger(NodeFiles.class);

  /** How the files are read again. */
  record Source(List<Path> files, FileStamps asLoaded, Supplier<ConfigLoader.Result> load) {
    Source {
      files = List.copyOf(files);
    }
  }

  private final List<GroupName> groups;
  private final PluginCatalog plugins;
  private final EventLoop loop;
  private final Optional<Source> source;
  private final JobsConfig settings;
  private final RunningSettings running;
  private volatile Map<GroupName, GroupFiles> loaded;
  private volatile boolean closed;
  // The rest belongs to the loop.
  private FileStamps seen;
  private FileStamps read;
  private List<String> said = List.of();
  private Runnable listener = () -> {};

  /**
   * Files that were found to be without problems.
   *
   * @param source absent for jobs that never change
   */
  NodeFiles(
      Configuration configuration, PluginCatalog plugins, Optional<Source> source, EventLoop loop) {
    this.plugins = plugins;
    this.loop = loop;
    this.source = source;
    groups = configuration.node().groups();
    settings = configuration.node().jobs();
    running = RunningSettings.of(configuration);
    seen = source.map(Source::asLoaded).orElseGet(() -> FileStamps.of(settings.files()));
    read = seen;
    loaded = of(configuration, seen);
  }

  private Map<GroupName, GroupFiles> of(Configuration configuration, FileStamps stamps) {
    Map<GroupName, GroupFiles> files = new HashMap<>();
    Instant newest = stamps.newest(configuration.node().jobs().files());
    groups.forEach(group -> files.put(group, GroupFiles.of(configuration, group, newest)));
    return files;
  }

  /** What the files say of one of the node's groups. */
  GroupFiles of(GroupName group) {
    return Objects.requireNonNull(loaded.get(group));
  }

  /** Looks at the files from now on, if they are to be watched. */
  void watch(Runnable onChanged) {
    loop.execute(
        () -> {
          listener = onChanged;
          if (source.isPresent() && settings.watch()) {
            loop.schedule(settings.debounce(), this::look);
          }
        });
  }

  /** What changes from now on counts for nothing; one that is being read says nothing. */
  void close() {
    closed = true;
  }

  /** A change counts when the files look the same twice in a row. */
  private void look() {
    FileStamps now = FileStamps.of(source.orElseThrow().files());
    if (now.equals(seen) && !now.equals(read)) {
      read = now;
      load(now);
    }
    seen = now;
    loop.schedule(settings.debounce(), this::look);
  }

  private void load(FileStamps stamps) {
    ConfigLoader.Result result = source.orElseThrow().load().get();
    ConfigLoader.Result checked =
        result
            .configuration()
            .map(c -> result.with(new JobAssembly(c, plugins).problems()))
            .orElse(result);
    if (closed) {
      // The plug-ins may be closed by now, and then no class is found any more.
      return;
    }
    if (checked.configuration().isEmpty() || !checked.problems().isEmpty()) {
      log.error(
          "job files have changed and cannot be used; the jobs stay as they are until the files are"
              + " mended:\n  {}",
          checked.problems().stream().map(Object::toString).collect(Collectors.joining("\n  ")));
      return;
    }
    Configuration changed = checked.configuration().get();
    loaded = of(changed, stamps);
    say(running.differences(RunningSettings.of(changed)));
    log.info("job files have changed: {} jobs in them", changed.jobs().size());
    listener.run();
  }

  /** Once, until they are others. */
  private void say(List<String> differences) {
    if (!differences.equals(said) && !differences.isEmpty()) {
      log.warn(
          "settings of this node have changed in its files and count when it is started anew: {}",
          String.join(", ", differences));
    }
    said = differences;
  }
}
