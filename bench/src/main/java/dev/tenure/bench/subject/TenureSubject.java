package dev.tenure.bench.subject;

import dev.tenure.config.ConfigLoader;
import dev.tenure.config.Configuration;
import dev.tenure.ledger.JobState;
import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import dev.tenure.node.Embedding;
import dev.tenure.node.GroupFace;
import dev.tenure.node.NodeStatus;
import dev.tenure.node.TenureNode;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A node of Tenure, as a program embeds it: all of a node but its HTTP interface. */
final class TenureSubject implements Subject {

  private static final GroupName GROUP = new GroupName("default");

  private final Configuration configuration;
  private @Nullable TenureNode node;

  TenureSubject(Map<String, String> settings) {
    configuration = ConfigLoader.system().load(Path.of(Subjects.value(settings, "file"))).orThrow();
  }

  @Override
  public void start() {
    Embedding embedding =
        Embedding.of(configuration).withJobClasses(TenureSubject.class.getClassLoader());
    node = TenureNode.start(configuration, embedding);
  }

  /** What this node has read back from etcd, so it is durable. */
  @Override
  public long done() {
    return face().states().values().stream().mapToLong(JobState::finished).sum();
  }

  @Override
  public String ask(String command) {
    return switch (command) {
      case "leads" -> Boolean.toString(started().leads(GROUP).orElse(false));
      case "jobs" -> Integer.toString(group().jobs());
      case "resign" -> {
        started().resign(GROUP).toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
        yield "resigned";
      }
      case "trigger hang" ->
          face()
              .by("bench")
              .trigger(new JobName("hang"), Map.of())
              .toCompletableFuture()
              .orTimeout(30, TimeUnit.SECONDS)
              .join()
              .toString();
      default -> throw new IllegalArgumentException("unknown command " + command);
    };
  }

  @Override
  public void close() {
    if (node != null) {
      node.close();
    }
  }

  private TenureNode started() {
    if (node == null) {
      throw new IllegalStateException("not started");
    }
    return node;
  }

  private NodeStatus.Group group() {
    return started().status().groups().get(0);
  }

  private GroupFace face() {
    return started().group(GROUP).orElseThrow();
  }
}
