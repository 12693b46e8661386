package dev.tenure.server.cli;

import dev.tenure.election.Election;
import dev.tenure.election.ElectionName;
import dev.tenure.election.ElectionOptions;
import dev.tenure.election.Elections;
import dev.tenure.election.LeaderWork;
import dev.tenure.store.Store;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tenure elect}: the election alone, for programs in any language. */
@Command(
    name = "elect",
    customSynopsis = {
      "tenure elect [OPTIONS] NAME VALUE [-- COMMAND...]",
      "tenure elect [OPTIONS] NAME --listen",
      "tenure elect [OPTIONS] NAME --resign KEY@REVISION"
    },
    description = {
      "Stand for election NAME with VALUE, and print one line per change:",
      "  leader VALUE term TERM key KEY   who leads, and what it proclaims",
      "  leader none",
      "  state FOLLOWER",
      "  state LEADER term TERM resume KEY@REVISION",
      "  state ERROR CAUSE",
      "Lines on standard input are proclaimed while leading. SIGTERM resigns.",
      "`etcdctl elect` and other users of etcd's election recipe may take part.",
      "",
      "A COMMAND runs only while leading. It finds TENURE_TERM (its fencing",
      "token), TENURE_KEY, TENURE_LEASE, TENURE_ELECTION and TENURE_VALUE in its",
      "environment. On loss of the leadership it gets SIGTERM, and SIGKILL before",
      "etcd may give the lease away. When it ends by itself, the leader resigns",
      "and exits with its exit code.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {"  tenure elect demo/main id1", "  tenure elect demo/backup id1 -- my-backup --all"})
final class ElectCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;
  @Mixin private EtcdOptions etcd = new EtcdOptions();

  @Parameters(index = "0", paramLabel = "NAME", description = "The election: a key prefix in etcd.")
  private String name = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "VALUE",
      description = "What the leader's key holds, such as an id or an address.")
  private @Nullable String value;

  @Parameters(index = "2..*", paramLabel = "COMMAND", description = "What to run while leading.")
  private List<String> command = List.of();

  @Option(
      names = "--ttl",
      defaultValue = "5s",
      converter = DurationText.class,
      description = "How long a silent leader keeps its lease. Default: ${DEFAULT-VALUE}.")
  private Duration ttl = Duration.ZERO;

  @Option(
      names = "--grace",
      defaultValue = "10s",
      converter = DurationText.class,
      description = "How long COMMAND may take to stop on SIGTERM. Default: ${DEFAULT-VALUE}.")
  private Duration grace = Duration.ZERO;

  @Option(names = "--listen", description = "Only observe; print who leads.")
  private boolean listen;

  @Option(
      names = "--resign",
      paramLabel = "KEY@REVISION",
      description = "End a leadership won earlier, as printed by `state LEADER ... resume`.")
  private @Nullable String resign;

  @Override
  public Integer call() throws InterruptedException {
    CompletableFuture<Void> signal = StopSignals.first();
    ElectionName election = validated();
    ElectionOptions options = ElectionOptions.of(ttl);
    try (Store store = etcd.open();
        Elections elections = Elections.on(store, options)) {
      // Inside the election: a user may have rights there and nowhere else.
      etcd.awaitReachable(store, election + "/", signal);
      if (resign != null) {
        return resign(elections, election, resign);
      }
      return listen
          ? listen(elections.open(election), signal)
          : campaign(elections, election, options, signal);
    }
  }

  private ElectionName validated() {
    if (listen || resign != null) {
      require(!listen || resign == null, "--listen and --resign exclude each other");
      require(value == null, "a VALUE makes no sense with --listen or --resign");
    } else {
      require(value != null, "say with which VALUE to stand, or --listen");
    }
    require(ttl.toSeconds() >= 2, "--ttl must be at least 2s, the floor of etcd");
    try {
      return new ElectionName(name);
    } catch (IllegalArgumentException e) {
      throw usage(String.valueOf(e.getMessage()));
    }
  }

  private int resign(Elections elections, ElectionName election, String token) {
    int at = token.lastIndexOf('@');
    require(
        at > 0 && token.substring(at + 1).matches("[1-9]\\d{0,18}"), "--resign wants KEY@REVISION");
    String key = token.substring(0, at);
    require(key.startsWith(election + "/"), "key " + key + " is not in election " + election);
    try {
      elections
          .resume(election, key, Long.parseLong(token.substring(at + 1)))
          .resign()
          .toCompletableFuture()
          .join();
      return ExitCode.OK;
    } catch (CompletionException e) {
      throw new CommandFailure(
          ExitCode.FAILED,
          "not resigned: " + Candidacy.reason(e),
          "`tenure elect " + election + " --listen` shows who leads",
          e);
    }
  }

  private int listen(Election election, CompletableFuture<Void> signal) {
    election.observe(new ElectionLines(out())::observed);
    signal.join();
    return ExitCode.OK;
  }

  private int campaign(
      Elections elections,
      ElectionName name,
      ElectionOptions options,
      CompletableFuture<Void> signal)
      throws InterruptedException {
    String mine = value == null ? "" : value;
    ElectionLines lines = new ElectionLines(out());
    CommandWork work =
        new CommandWork(name.value(), mine, command, grace, options.margin().dividedBy(2));
    Election election = elections.open(name, command.isEmpty() ? LeaderWork.NONE : work);
    Candidacy candidacy = new Candidacy(election, mine, options.retry(), err());
    election.observe(lines::observed);
    election.states(lines::changed);
    candidacy.begin();
    readLines(candidacy::proclaim);
    CompletableFuture<Integer> ended = work.ended().toCompletableFuture();
    try {
      CompletableFuture.anyOf(signal, ended).get();
      return ended.isDone() ? ended.join() : ExitCode.OK;
    } catch (ExecutionException e) {
      throw new CommandFailure(
          ExitCode.FAILED, "cannot run the command: " + Candidacy.reason(e), "", e);
    } finally {
      candidacy.stop();
      close(election);
    }
  }

  /** Resigns; where etcd does not answer, the lease is left to run out. */
  private void close(Election election) throws InterruptedException {
    try {
      election
          .closeAsync(grace)
          .toCompletableFuture()
          .get(grace.plus(ttl).toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      err().println("error: not resigned, the lease is left to run out: " + Candidacy.reason(e));
    }
  }

  /** A daemon thread: reading standard input cannot be interrupted. */
  private void readLines(Consumer<String> consumer) {
    Thread reader =
        new Thread(
            () -> {
              try (BufferedReader in =
                  new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()))) {
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                  consumer.accept(line);
                }
              } catch (IOException e) {
                err().println("error: standard input cannot be read: " + e.getMessage());
              }
            },
            "stdin");
    reader.setDaemon(true);
    reader.start();
  }

  private void require(boolean condition, String otherwise) {
    if (!condition) {
      throw usage(otherwise);
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec().commandLine(), message);
  }

  private PrintWriter out() {
    return spec().commandLine().getOut();
  }

  private PrintWriter err() {
    return spec().commandLine().getErr();
  }

  private CommandSpec spec() {
    if (spec == null) {
      throw new IllegalStateException("only the command line runs this");
    }
    return spec;
  }
}
