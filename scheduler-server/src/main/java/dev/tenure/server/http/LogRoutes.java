package dev.tenure.server.http;

import dev.tenure.ledger.FinishedRun;
import dev.tenure.model.RunId;
import dev.tenure.node.GroupFace;
import dev.tenure.node.TenureNode;
import dev.tenure.runlog.LogPart;
import dev.tenure.runlog.LogQuery;
import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** What runs printed and logged: read here, or fetched from the node that ran them. */
final class LogRoutes {

  private static final int MOST_TAIL = 100_000;
  private static final long MOST_BYTES = 1 << 20;
  private static final int READERS = 2;
  private static final int MOST_WAITING = 256;

  private final Cluster cluster;
  private final LogForward forward;
  private final Executor readers = readers();

  LogRoutes(Cluster cluster, LogForward forward) {
    this.cluster = cluster;
    this.forward = forward;
  }

  List<Route> routes() {
    return List.of(Route.getLater("/v1/runs/<run>/log", this::log, "tail", "after"));
  }

  private CompletionStage<Response> log(Request request) {
    RunId id = RunLookup.id(request);
    LogQuery query = query(request);
    TenureNode self = cluster.node();
    GroupFace group = cluster.group(id.group().value());
    return RunLookup.find(group, id)
        .thenCompose(
            found ->
                found
                    .map(run -> answer(self, group, run, query, request))
                    .orElseGet(() -> now(RunLookup.missing(group, id))))
        .exceptionally(JobRoutes::unreadable);
  }

  private static LogQuery query(Request request) {
    Parameters parameters = new Parameters(request);
    OptionalLong tail = parameters.number("tail", 1, MOST_TAIL);
    return new LogQuery(
        parameters.number("after", 0, Long.MAX_VALUE).orElse(0),
        tail.isPresent() ? OptionalInt.of((int) tail.getAsLong()) : OptionalInt.empty(),
        MOST_BYTES);
  }

  private CompletionStage<Response> answer(
      TenureNode self, GroupFace group, RunLookup found, LogQuery query, Request request) {
    RunId id = found.run().id();
    String node = found.run().node();
    if (node.equals(self.name().value())) {
      return own(self, found, query, request);
    }
    return request
        .header(LogForward.FORWARDED)
        .map(
            by -> now(LogForward.outOfReach(id, node, "and " + self.name() + " is at its address")))
        .orElseGet(() -> forward.fetch(self, group, id, node, request));
  }

  private CompletionStage<Response> own(
      TenureNode self, RunLookup found, LogQuery query, Request request) {
    try {
      return CompletableFuture.supplyAsync(() -> read(self, found, query, request), readers);
    } catch (RejectedExecutionException e) {
      return now(
          Problem.unavailable(
              "unavailable", "this node reads as many logs as it can already; ask again soon"));
    }
  }

  private static Response read(TenureNode self, RunLookup found, LogQuery query, Request request) {
    RunId id = found.run().id();
    try {
      LogPart part = self.runLogs().read(id, query, found.end().map(FinishedRun::finished));
      return LogAnswer.of(id, self.name().value(), part, request.header("Accept"));
    } catch (IOException e) {
      return Problem.unavailable(
              "unavailable", "the log of run " + id + " cannot be read from the disk: " + e)
          .response();
    }
  }

  private static CompletionStage<Response> now(Problem problem) {
    return CompletableFuture.completedFuture(problem.response());
  }

  private static Executor readers() {
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            READERS,
            READERS,
            10,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MOST_WAITING),
            task -> {
              Thread thread = new Thread(task, "run-log-reader");
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
    return threads;
  }
}
