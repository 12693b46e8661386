package dev.tenure.server.http;

import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Errors that arise before a request reaches a route: a broken request line, huge headers. */
final class ProblemErrorHandler extends ErrorHandler {

  private final Map<String, String> headers;

  ProblemErrorHandler(Map<String, String> headers) {
    this.headers = headers;
  }

  @Override
  protected void generateResponse(
      Request request,
      Response response,
      int code,
      @Nullable String message,
      @Nullable Throwable cause,
      Callback callback) {
    String detail = message == null ? HttpStatus.getMessage(code) : message;
    var problem = Problem.ofStatus(code, detail).response();
    headers.forEach(response.getHeaders()::put);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, problem.contentType());
    Content.Sink.write(response, true, problem.body().utf8(), callback);
  }
}
