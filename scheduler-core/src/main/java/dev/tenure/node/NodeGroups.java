package dev.tenure.node;

import dev.tenure.config.Configuration;
import dev.tenure.config.NodeConfig;
import dev.tenure.election.Elections;
import dev.tenure.election.Leadership;
import dev.tenure.loop.EventLoop;
import dev.tenure.loop.ThreadEventLoop;
import dev.tenure.model.GroupName;
import dev.tenure.model.KeyLayout;
import dev.tenure.plugin.PluginCatalog;
import dev.tenure.quartz.ClassSource;
import dev.tenure.quartz.EngineSettings;
import dev.tenure.quartz.HandOverRule;
import dev.tenure.runlog.RunLogs;
import dev.tenure.store.Store;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** All groups that a node stands in, with the job files that they share. */
final class NodeGroups implements AutoCloseable {

  private final List<GroupName> names;
  private final EventLoop fileLoop = new ThreadEventLoop("job-files");
  private final NodeFiles files;
  private final List<GroupRunner> runners;

  NodeGroups(
      Configuration configuration,
      Optional<NodeFiles.Source> source,
      PluginCatalog plugins,
      Store store,
      Elections elections,
      EventLoop loop,
      Proclamation self,
      NodeMeter meter,
      Supplier<Optional<Leadership>> session,
      RunLogs logs) {
    NodeConfig config = configuration.node();
    KeyLayout layout = new KeyLayout(config.etcd().root());
    ClassSource classes = JobAssembly.classes(plugins);
    names = config.groups();
    files = new NodeFiles(configuration, plugins, source, fileLoop);
    runners =
        names.stream()
            .map(
                group -> {
                  GroupRecords records =
                      new GroupRecords(
                          store,
                          layout,
                          group,
                          config.name(),
                          config.session().ttl(),
                          Clock.systemUTC());
                  GroupLog words = new GroupLog(group);
                  return new GroupRunner(
                      engineSettings(config, group),
                      words,
                      records,
                      fileDesk(words, records, loop),
                      new GroupJobs(
                          records,
                          plugins,
                          config.jobs().defaults(),
                          config.secrets(),
                          config.api().classes(),
                          Clock.systemUTC()),
                      new AuditTrim(records.audit(), config.api().audit(), loop, Clock.systemUTC()),
                      classes,
                      new Secrets(config.secrets(), config.name(), System.getenv()),
                      elections,
                      loop,
                      self,
                      meter,
                      new HandOverRule(config.runs().onHandOver(), session),
                      logs);
                })
            .toList();
  }

  private FileDesk fileDesk(GroupLog words, GroupRecords records, EventLoop loop) {
    FileApply apply = new FileApply(records.definitions(), fileLoop, Clock.systemUTC());
    return new FileDesk(words, loop, () -> files.of(records.group()), apply::apply);
  }

  private static EngineSettings engineSettings(NodeConfig config, GroupName group) {
    return new EngineSettings(
        group,
        config.name(),
        config.runs().threads(),
        config.runs().batchSize(),
        config.shutdown().grace(),
        config.runs().interruptGrace(),
        config.runs().timeoutGrace(),
        config.runs().catchUpRate());
  }

  void start() {
    runners.forEach(GroupRunner::start);
    files.watch(() -> runners.forEach(GroupRunner::filesChanged));
  }

  List<GroupRunner> all() {
    return runners;
  }

  List<GroupRecords> records() {
    return runners.stream().map(GroupRunner::records).toList();
  }

  Optional<GroupRunner> find(GroupName group) {
    int index = names.indexOf(group);
    return index < 0 ? Optional.empty() : Optional.of(runners.get(index));
  }

  @Override
  public void close() {
    files.close();
    runners.forEach(GroupRunner::close);
    fileLoop.close();
  }
}
