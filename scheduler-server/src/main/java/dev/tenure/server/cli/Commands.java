package dev.tenure.server.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;

/**
 * The commands by name. One is made only when it is needed: to look through the options of all of
 * them takes longer than most commands do.
 */
final class Commands {

  private final Map<String, Supplier<Object>> makers = new LinkedHashMap<>();

  Commands(NodeFace face) {
    makers.put("dev", DevCommand::new);
    makers.put("node", () -> new NodeCommand(face));
    makers.put("check", CheckCommand::new);
    makers.put("next", NextCommand::new);
    makers.put("verify", VerifyCommand::new);
    makers.put("elect", ElectCommand::new);
    makers.put("status", StatusCommand::new);
    makers.put("nodes", NodesCommand::new);
    makers.put("groups", GroupsCommand::new);
    makers.put("etcd", EtcdCommand::new);
    makers.put("jobs", JobsCommand::new);
    makers.put("job", JobCommand::new);
    makers.put("runs", RunsCommand::new);
    makers.put("run", RunCommand::new);
    makers.put("logs", LogsCommand::new);
    makers.put("slots", SlotsCommand::new);
    makers.put("watch", WatchCommand::new);
    makers.put("alerts", AlertsCommand::new);
    makers.put("trigger", TriggerCommand::new);
    makers.put("interrupt", InterruptCommand::new);
    makers.put("pause", PauseCommand::new);
    makers.put("resume", ResumeCommand::new);
    makers.put("apply", ApplyCommand::new);
    makers.put("export", ExportCommand::new);
    makers.put("delete", DeleteCommand::new);
    makers.put("resign", ResignCommand::new);
    makers.put("drain", DrainCommand::new);
    makers.put("undrain", UndrainCommand::new);
    makers.put("audit", AuditCommand::new);
    makers.put("token", TokenCommand::new);
    makers.put("help", () -> new HelpCommand(face));
    makers.put("completion", () -> new CompletionCommand(face));
    makers.put("warm-up", () -> new WarmUpCommand(face));
  }

  /** Adds the command of this name alone, or all when there is none. */
  void addTo(CommandLine tenure, String name) {
    if (makers.containsKey(name)) {
      tenure.addSubcommand(makers.get(name).get());
    } else {
      makers.values().forEach(maker -> tenure.addSubcommand(maker.get()));
    }
  }
}
