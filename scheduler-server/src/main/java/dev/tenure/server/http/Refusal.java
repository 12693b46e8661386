package dev.tenure.server.http;

import java.util.Map;

/** Ends the work on a request that cannot be answered; the problem is the answer. */
final class Refusal extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Problem problem;
  private final transient Map<String, String> headers;

  Refusal(Problem problem) {
    this(problem, Map.of());
  }

  /** With further headers of the answer. */
  Refusal(Problem problem, Map<String, String> headers) {
    super(problem.detail(), null, false, false);
    this.problem = problem;
    this.headers = headers;
  }

  Problem problem() {
    return problem;
  }

  /** The answer. */
  Response response() {
    Response response = problem.response();
    for (Map.Entry<String, String> header : headers.entrySet()) {
      response = response.with(header.getKey(), header.getValue());
    }
    return response;
  }
}
