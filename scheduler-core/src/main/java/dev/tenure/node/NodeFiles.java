package dev.tenure.node;

import dev.tenure.config.ConfigLoader;
import dev.tenure.config.Configuration;
import dev.tenure.config.JobsConfig;
import dev.tenure.loop.EventLoop;
import dev.tenure.model.GroupName;
import dev.tenure.plugin.PluginCatalog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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

  private final PluginCatalog plugins;
  private final EventLoop loop;
  private final Optional<Source> source;
  private final Duration rest;
  private volatile Loaded loaded;
  // The rest belongs to the loop.
  private FileStamps seen;
  private FileStamps read;
  private Runnable listener = () -> {};

  /** A configuration and its files as they were when it was read. */
  private record Loaded(Configuration configuration, FileStamps stamps) {}

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
    JobsConfig jobs = configuration.node().jobs();
    rest = jobs.debounce();
    seen = source.map(Source::asLoaded).orElseGet(() -> FileStamps.of(jobs.files()));
    read = seen;
    loaded = new Loaded(configuration, seen);
  }

  /** What the files say of the group. */
  GroupFiles of(GroupName group) {
    Loaded now = loaded;
    JobsConfig jobs = now.configuration().node().jobs();
    return GroupFiles.of(now.configuration(), group, now.stamps().newest(jobs.files()));
  }

  /** Looks at the files from now on, if they are to be watched. */
  void watch(Runnable onChanged) {
    loop.execute(
        () -> {
          listener = onChanged;
          if (source.isPresent() && loaded.configuration().node().jobs().watch()) {
            loop.schedule(rest, this::look);
          }
        });
  }

  /** A change counts when the files look the same twice in a row. */
  private void look() {
    FileStamps now = FileStamps.of(source.orElseThrow().files());
    if (now.equals(seen) && !now.equals(read)) {
      read = now;
      load(now);
    }
    seen = now;
    loop.schedule(rest, this::look);
  }

  private void load(FileStamps stamps) {
    ConfigLoader.Result result = source.orElseThrow().load().get();
    ConfigLoader.Result checked =
        result
            .configuration()
            .map(c -> result.with(new JobAssembly(c, plugins).problems()))
            .orElse(result);
    if (checked.configuration().isEmpty() || !checked.problems().isEmpty()) {
      log.error(
          "job files have changed and cannot be used; the jobs stay as they are until the files are"
              + " mended:\n  {}",
          checked.problems().stream().map(Object::toString).collect(Collectors.joining("\n  ")));
      return;
    }
    loaded = new Loaded(checked.configuration().get(), stamps);
    log.info("job files have changed: {} jobs in them", loaded.configuration().jobs().size());
    listener.run();
  }
}
