package dev.tenure.server.http;

import dev.tenure.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An error as RFC 9457 describes it. Every error of the interface is one of these.
 *
 * @param status the HTTP status code
 * @param code a stable word for programs, e.g. {@code not-leader}; never changes its meaning
 * @param title the same for every occurrence of the code
 * @param detail what is wrong this time and what to do
 * @param flaws everything that is wrong, where there may be several things; else empty
 */
public record Problem(int status, String code, String title, String detail, List<Flaw> flaws) {

  /** The media type of every error. */
  public static final String CONTENT_TYPE = "application/problem+json";

  public Problem {
    flaws = List.copyOf(flaws);
  }

  /** A problem that is one thing. */
  public Problem(int status, String code, String title, String detail) {
    this(status, code, title, detail, List.of());
  }

  /**
   * One of several things that are wrong.
   *
   * @param path where in the body, such as {@code retry.attempts}; empty for the whole of it
   * @param problem what is wrong there, and what is allowed
   */
  public record Flaw(String path, String problem) {}

  /** 400: the request itself is wrong. */
  public static Problem badRequest(String detail) {
    return new Problem(400, "bad-request", "The request cannot be understood", detail);
  }

  /** 404: there is no such thing. */
  public static Problem notFound(String code, String detail) {
    return new Problem(404, code, "Not found", detail);
  }

  /** 409: what is there does not allow it. */
  static Problem conflict(String code, String detail) {
    return new Problem(409, code, "What is there does not allow it", detail);
  }

  /** 412: it is not as the request expected it. */
  static Problem precondition(String code, String detail) {
    return new Problem(412, code, "It is not as it was expected to be", detail);
  }

  /** 503: not now; ask again later or ask somebody else. */
  public static Problem unavailable(String code, String detail) {
    return new Problem(503, code, "Not available", detail);
  }

  /** A problem for a status that the server itself came up with. */
  static Problem ofStatus(int status, String detail) {
    return switch (status) {
      case 400 -> badRequest(detail);
      case 404 -> notFound("no-such-path", detail);
      case 405 -> new Problem(405, "method-not-allowed", "Method not allowed", detail);
      case 408 -> new Problem(408, "timeout", "The request took too long to arrive", detail);
      case 413 -> new Problem(413, "too-large", "The body is too large", detail);
      case 414 -> new Problem(414, "uri-too-long", "The URI is too long", detail);
      case 431 -> new Problem(431, "headers-too-large", "The headers are too large", detail);
      case 503 -> unavailable("unavailable", detail);
      default ->
          status < 500
              ? new Problem(status, "bad-request", "The request cannot be answered", detail)
              : new Problem(status, "internal", "Something went wrong on this node", detail);
    };
  }

  /** The problem as an answer. */
  public Response response() {
    return new Response(status, CONTENT_TYPE, Map.of(), Json.write(members()));
  }

  private Map<String, Object> members() {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("type", "about:blank");
    members.put("title", title);
    members.put("status", status);
    members.put("code", code);
    members.put("detail", detail);
    if (!flaws.isEmpty()) {
      members.put("problems", flaws.stream().map(Problem::members).toList());
    }
    return members;
  }

  private static Map<String, Object> members(Flaw flaw) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("path", flaw.path());
    members.put("problem", flaw.problem());
    return members;
  }
}
