package dev.tenure.server.http;

import dev.tenure.model.NodeName;
import dev.tenure.model.RunId;
import dev.tenure.node.GroupFace;
import dev.tenure.node.Members;
import dev.tenure.node.NodeStatus;
import dev.tenure.node.TenureNode;
import dev.tenure.store.Bytes;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Fetches logs from the nodes that have them, as the one who asks: with the same credential. No
 * thread waits meanwhile. Thread-safe.
 */
final class LogForward {

  /** Marks a request that was forwarded; such a one is never forwarded again. */
  static final String FORWARDED = "Tenure-Forwarded-By";

  private static final Duration ANSWER = Duration.ofSeconds(5);
  private static final int MOST_BYTES = 8 << 20;
  private static final int MOST_AT_A_TIME = 32;

  /** What of the answer comes back. */
  private static final List<String> ANSWERED =
      List.of(LogAnswer.LOG, LogAnswer.NEXT, LogAnswer.MORE, LogAnswer.OVER, LogAnswer.NODE);

  private final PeerClient peers;
  private final Semaphore places = new Semaphore(MOST_AT_A_TIME);

  LogForward(PeerClient peers) {
    this.peers = peers;
  }

  /** Asks the node that ran it; the answer says so when that node cannot be reached. */
  CompletionStage<Response> fetch(
      TenureNode self, GroupFace group, RunId run, String node, Request request) {
    return address(self, group, node)
        .thenCompose(
            address ->
                address
                    .map(there -> ask(there, self, run, node, request))
                    .orElseGet(
                        () ->
                            CompletableFuture.completedFuture(
                                outOfReach(run, node, "which is not in the cluster now")
                                    .response())));
  }

  /** Who leads is known; where any other node is has to be asked. */
  private static CompletionStage<Optional<String>> address(
      TenureNode self, GroupFace group, String node) {
    Optional<String> leading =
        group
            .status()
            .leader()
            .filter(leader -> leader.node().equals(node))
            .map(NodeStatus.Leader::address)
            .filter(address -> !address.isEmpty());
    return leading.isPresent()
        ? CompletableFuture.completedFuture(leading)
        : self.members()
            .thenApply(
                members ->
                    members.nodes().stream()
                        .filter(member -> member.node().equals(node))
                        .map(Members.Member::address)
                        .findFirst());
  }

  private CompletionStage<Response> ask(
      String address, TenureNode self, RunId run, String node, Request request) {
    HttpRequest forwarded = forwarded(address, self.name(), run, request);
    if (!places.tryAcquire()) {
      return CompletableFuture.completedFuture(
          Problem.unavailable(
                  "unavailable",
                  "this node fetches the logs of "
                      + MOST_AT_A_TIME
                      + " runs from other nodes already; ask again soon")
              .response());
    }
    return peers
        .now()
        .sendAsync(forwarded, info -> new BoundedBody(MOST_BYTES))
        .handle(
            (answer, failure) -> {
              places.release();
              return answer == null
                  ? outOfReach(run, node, "which does not answer at " + address + reason(failure))
                      .response()
                  : passedOn(answer);
            });
  }

  /** The same question, to the node at that address. */
  static HttpRequest forwarded(String address, NodeName by, RunId run, Request request) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(URI.create(base(address) + path(run, request)))
            .timeout(ANSWER)
            .header(FORWARDED, by.value());
    request.header("Accept").ifPresent(types -> builder.header("Accept", types));
    request.caller().authorization().ifPresent(value -> builder.header("Authorization", value));
    return builder.build();
  }

  /** With which another node is asked in the name of whoever asks this one. */
  private static String base(String address) {
    return address.contains("://") ? address : "http://" + address;
  }

  private static String path(RunId run, Request request) {
    String id =
        Arrays.stream(run.toString().split("/", -1))
            .map(LogForward::encoded)
            .collect(Collectors.joining("/"));
    String query =
        request.query().entrySet().stream()
            .flatMap(entry -> entry.getValue().stream().map(v -> entry.getKey() + "=" + encoded(v)))
            .collect(Collectors.joining("&"));
    return "/v1/runs/" + id + "/log" + (query.isEmpty() ? "" : "?" + query);
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static Response passedOn(HttpResponse<byte[]> answer) {
    Map<String, String> headers = new LinkedHashMap<>();
    ANSWERED.forEach(
        name -> answer.headers().firstValue(name).ifPresent(value -> headers.put(name, value)));
    return new Response(
        answer.statusCode(),
        answer.headers().firstValue("Content-Type").orElse(""),
        headers,
        Bytes.of(answer.body()));
  }

  /** That the log is where nobody can read it at the moment. */
  static Problem outOfReach(RunId run, String node, String why) {
    return Problem.unavailable(
        "log-out-of-reach",
        "the log of run "
            + run
            + " is on node "
            + node
            + ", "
            + why
            + "; it can be read again when that node is back, with the folder of its logs");
  }

  private static String reason(@Nullable Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof HttpTimeoutException) {
      return " in time";
    }
    if (cause instanceof SSLException) {
      return " with a certificate that is trusted here ("
          + cause.getMessage()
          + "); tenure.http.tls.ca of this node names whom to trust";
    }
    String message = cause instanceof IOException ? cause.getMessage() : null;
    return message == null ? "" : " (" + message + ")";
  }
}
