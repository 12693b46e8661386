package dev.tenure.server.http;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * A method on a path, and what answers it.
 *
 * @param method in upper case; a {@code GET} answers {@code HEAD} too
 * @param path an absolute path; {@code {name}} stands for one part of it, {@code <name>} for one or
 *     more
 * @param query the parameters of the query that may be given; any other is refused
 * @param handler what answers; called on a thread of the server, several at a time
 */
public record Route(String method, String path, Set<String> query, Handler handler) {

  public Route {
    query = Set.copyOf(query);
  }

  /** Makes the answer to a request. Thread-safe; what it throws becomes a 500. */
  public sealed interface Handler {}

  /** Answers at once: from memory, without waiting for anybody. */
  @FunctionalInterface
  public non-sealed interface Now extends Handler {
    /** Answers one request; must not block. */
    Response handle(Request request);
  }

  /** Answers when others have answered, such as etcd. */
  @FunctionalInterface
  public non-sealed interface Later extends Handler {
    /** Begins to answer one request; must not block. What the stage fails with becomes a 500. */
    CompletionStage<Response> handle(Request request);
  }

  /** Answers with events for as long as the client listens. */
  @FunctionalInterface
  non-sealed interface Streaming extends Handler {
    /** Begins to listen for one client; must not block. */
    EventFeed open(Request request);

    /** There will be no clients any more. */
    default void close() {}
  }

  /** A path that is read. */
  public static Route get(String path, Now handler, String... query) {
    return new Route("GET", path, Set.of(query), handler);
  }

  /** A path that is read, which takes a while. */
  static Route getLater(String path, Later handler, String... query) {
    return new Route("GET", path, Set.of(query), handler);
  }

  /** A path that tells of events. */
  static Route events(String path, Streaming handler) {
    return new Route("GET", path, Set.of(), handler);
  }

  /** Something that is changed or asked for. */
  static Route change(String method, String path, Later handler) {
    return new Route(method, path, Set.of(), handler);
  }

  /** The same path, answered by another handler. */
  Route answeredBy(Handler other) {
    return new Route(method, path, query, other);
  }

  /** The methods under which it is to be found. */
  List<String> methods() {
    return method.equals("GET") ? List.of("GET", "HEAD") : List.of(method);
  }
}
