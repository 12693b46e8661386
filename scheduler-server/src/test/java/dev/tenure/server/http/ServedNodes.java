package dev.tenure.server.http;

import static org.awaitility.Awaitility.await;

import dev.tenure.config.ApiConfig;
import dev.tenure.config.ConfigLoader;
import dev.tenure.config.Configuration;
import dev.tenure.job.RunContext;
import dev.tenure.model.GroupName;
import dev.tenure.model.NodeName;
import dev.tenure.node.Embedding;
import dev.tenure.node.NodeStatus;
import dev.tenure.node.TenureNode;
import dev.tenure.server.logs.LogbackTap;
import dev.tenure.testing.EtcdExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.quartz.InterruptableJob;
import org.quartz.Job;
import org.quartz.JobExecutionContext;
import org.quartz.JobExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Nodes of one cluster in this JVM, each with its HTTP interface on a free port. */
public final class ServedNodes implements AutoCloseable {

  static final Duration LONG = Duration.ofSeconds(60);
  public static final GroupName GROUP = new GroupName("default");

  private final EtcdExtension etcd;
  private final String root;
  private final Path folder;
  private final List<Served> nodes = new ArrayList<>();
  private final List<TokenBook> books = new ArrayList<>();
  private String api = "";

  public ServedNodes(EtcdExtension etcd, Path folder) {
    this.etcd = etcd;
    this.folder = folder;
    root = etcd.freshRoot().replaceAll("/$", "");
  }

  /**
   * The nodes that are started from now on know these tokens.
   *
   * @param tokens the file of tokens
   * @param settings further ones of {@code tenure.api}
   */
  public Path withTokens(String tokens, String settings) throws IOException {
    Path file = Files.writeString(folder.resolve("tokens.conf"), tokens);
    api = "api { tokens-file = tokens.conf, " + settings + " }";
    return file;
  }

  /** Answers what it was given. */
  public static final class Echo implements Job {
    private String text = "nothing";

    /** What it answers. */
    public void setText(String text) {
      this.text = text;
    }

    @Override
    public void execute(JobExecutionContext context) {
      context.setResult(text);
    }
  }

  /** Runs until it is interrupted. */
  public static final class Endless implements InterruptableJob {
    private final CountDownLatch told = new CountDownLatch(1);

    @Override
    public void execute(JobExecutionContext context) throws JobExecutionException {
      try {
        told.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      throw new JobExecutionException("was told to stop");
    }

    @Override
    public void interrupt() {
      told.countDown();
    }
  }

  /** Logs and prints a word, and goes on until it is interrupted if it is told to. */
  public static final class Talker implements InterruptableJob {
    private static final Logger log = LoggerFactory.getLogger("jobs.Talker");
    private final CountDownLatch told = new CountDownLatch(1);
    private String word = "hello";
    private boolean endless;

    /** What it says. */
    public void setWord(String word) {
      this.word = word;
    }

    /** Whether it goes on until it is interrupted. */
    public void setEndless(boolean endless) {
      this.endless = endless;
    }

    @Override
    public void execute(JobExecutionContext context) throws JobExecutionException {
      log.warn("says {}", word, new IllegalStateException("no harm done"));
      RunContext.of(context).log("prints " + word);
      try {
        if (endless) {
          told.await();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      log.warn("falls silent");
    }

    @Override
    public void interrupt() {
      told.countDown();
    }
  }

  /** A node and its interface. */
  public record Served(TenureNode node, HttpServer server) {}

  /** Starts a node; blocks until etcd has answered. */
  public Served start(String name, String jobs) throws IOException {
    return start(name, jobs, "");
  }

  /** The same with further settings, as they stand in {@code tenure { … }}. */
  public Served start(String name, String jobs, String settings) throws IOException {
    Files.writeString(folder.resolve(name + "-jobs.conf"), jobs);
    Path file =
        Files.writeString(
            folder.resolve(name + ".conf"),
            """
            tenure {
              node.name = %s
              etcd { endpoints = ["%s"], root = "%s" }
              session { ttl = 3s, margin = 300ms }
              http.bind = "127.0.0.1:0"
              %s
              runs.logs.dir = run-logs
              jobs { files = ["%s-jobs.conf"], version = 1 }
              %s
            }
            """
                .formatted(name, etcd.etcd().endpoints().get(0), root, api, name, settings));
    Configuration configuration =
        ConfigLoader.of(Map.of(), Map.of(), "localhost").load(file).orThrow();
    View view = new View();
    Access access = access(configuration.node().api());
    HttpServer server =
        HttpServer.start(
            configuration.node().http(),
            List.of(),
            NodeRoutes.of(view, access, configuration.node().http()),
            access,
            HttpMeter.NONE);
    TenureNode node =
        TenureNode.start(
            configuration,
            Embedding.of(configuration)
                .at(configuration.node().http().address(server.port()))
                .withJobClasses(ServedNodes.class.getClassLoader())
                .loggingBy(new LogbackTap()));
    view.node = Optional.of(node);
    Served served = new Served(node, server);
    nodes.add(served);
    return served;
  }

  /** Under which all keys of the cluster are. */
  String root() {
    return root;
  }

  private Access access(ApiConfig config) {
    if (config.tokensFile().isEmpty()) {
      return Access.OPEN;
    }
    TokenBook book = TokenBook.open(config.tokensFile().get());
    books.add(book);
    return TokenAccess.of(book, config.openMetrics(), HttpMeter.NONE);
  }

  /** Waits until a node leads and all others know of it. */
  public Served leader() {
    await("a leader")
        .atMost(LONG)
        .until(() -> nodes.stream().anyMatch(one -> one.node().leads(GROUP).orElse(false)));
    return nodes.stream()
        .filter(one -> one.node().leads(GROUP).orElse(false))
        .findFirst()
        .orElseGet(this::leader);
  }

  /** The node that does not lead. */
  public Served follower() {
    NodeName leader = leader().node().name();
    return nodes.stream()
        .filter(one -> !one.node().name().equals(leader))
        .findFirst()
        .orElseThrow();
  }

  /** Ends one of the nodes. */
  void end(Served served) {
    nodes.remove(served);
    served.server().close();
    served.node().close();
  }

  @Override
  public void close() {
    nodes.forEach(one -> one.server().close());
    nodes.forEach(one -> one.node().close());
    books.forEach(TokenBook::close);
  }

  private static final class View implements NodeView {
    private volatile Optional<TenureNode> node = Optional.empty();

    @Override
    public Optional<TenureNode> node() {
      return node;
    }

    @Override
    public Optional<NodeStatus> status() {
      return node.map(TenureNode::status);
    }

    @Override
    public boolean draining() {
      return false;
    }

    @Override
    public boolean ready() {
      return node.isPresent();
    }

    @Override
    public boolean leads(GroupName group) {
      return node.flatMap(one -> one.leads(group)).orElse(false);
    }
  }
}
