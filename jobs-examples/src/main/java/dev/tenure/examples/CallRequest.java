package dev.tenure.examples;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.quartz.JobExecutionException;

/** The request of an {@link HttpCall}; its text form names no secret part of the URL. */
record CallRequest(URI url, String method) {

  static CallRequest of(@Nullable URI url, String method) throws JobExecutionException {
    if (url == null) {
      throw new JobExecutionException("data.url is not set; give the URL to call");
    }
    boolean web =
        "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
    if (!web || url.getHost() == null) {
      throw new JobExecutionException(
          "data.url must begin with http:// or https:// and name a host");
    }
    return new CallRequest(url, method);
  }

  HttpRequest build(Map<String, String> headers, Optional<String> body)
      throws JobExecutionException {
    HttpRequest.Builder builder = HttpRequest.newBuilder(url);
    if ("http".equalsIgnoreCase(url.getScheme())) {
      // Without TLS the client would ask for an upgrade to HTTP/2, which some servers choke on.
      builder.version(HttpClient.Version.HTTP_1_1);
    }
    BodyPublisher publisher = body.map(BodyPublishers::ofString).orElseGet(BodyPublishers::noBody);
    try {
      builder.method(method, publisher);
    } catch (IllegalArgumentException e) {
      throw new JobExecutionException("data.method " + method + " is not an HTTP method", e);
    }
    for (Map.Entry<String, String> header : headers.entrySet()) {
      try {
        builder.setHeader(header.getKey(), header.getValue());
      } catch (IllegalArgumentException e) {
        // Its message may hold the value, which may be a secret.
        throw new JobExecutionException(
            "header "
                + header.getKey()
                + " cannot be set: either its name is one that the client sets itself, or its name or"
                + " value holds a character that is not allowed");
      }
    }
    return builder.build();
  }

  /** Method and URL, without user, query and fragment. */
  @Override
  public String toString() {
    String port = url.getPort() < 0 ? "" : ":" + url.getPort();
    String path = url.getRawPath() == null ? "" : url.getRawPath();
    return method + " " + url.getScheme() + "://" + url.getHost() + port + path;
  }
}
