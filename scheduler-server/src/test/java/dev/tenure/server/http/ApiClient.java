package dev.tenure.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import javax.net.ssl.SSLContext;

/** Speaks to one server, and holds each answer against the document that describes it. */
final class ApiClient {

  private final HttpClient client;
  private final String base;
  private final ApiDocument document = ApiDocument.ours();

  private ApiClient(HttpClient client, String base) {
    this.client = client;
    this.base = base;
  }

  ApiClient(HttpServer server) {
    this(HttpClient.newHttpClient(), "http://127.0.0.1:" + server.port());
  }

  /** To a server that speaks https. */
  ApiClient(HttpServer server, SSLContext trusting) {
    this(
        HttpClient.newBuilder().sslContext(trusting).build(), "https://127.0.0.1:" + server.port());
  }

  HttpResponse<String> get(String path, String... headers) throws Exception {
    return send("GET", path, "", headers);
  }

  HttpResponse<String> post(String path, String body) throws Exception {
    return send("POST", path, body);
  }

  HttpResponse<String> send(String method, String path, String body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path))
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (!body.isEmpty()) {
      request.header("Content-Type", "application/json");
    }
    for (int i = 0; i < headers.length; i += 2) {
      request.setHeader(headers[i], headers[i + 1]);
    }
    HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
    document.check(method, path, response);
    return response;
  }

  /** The body of an answer that must be of this status. */
  static JsonObject json(HttpResponse<String> response, int status) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    return JsonObject.parse(response.body());
  }

  /** As {@link #json}, of a problem with this code. */
  static JsonObject problem(HttpResponse<String> response, int status, String code) {
    JsonObject problem = json(response, status);
    assertThat(problem.requiredText("code")).isEqualTo(code);
    assertThat(response.headers().firstValue("Content-Type")).contains(Problem.CONTENT_TYPE);
    return problem;
  }
}
