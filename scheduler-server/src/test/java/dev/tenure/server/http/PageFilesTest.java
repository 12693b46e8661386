package dev.tenure.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class PageFilesTest {

  private final Route assets = new PageFiles().routes().get(1);

  private Response get(String file, Map<String, String> headers) {
    Request request =
        new Request("GET", "/assets/" + file, Map.of("file", file), Map.of(), headers, "");
    return ((Route.Now) assets.handler()).handle(request);
  }

  @Test
  void aFileOfOursIsAskedForAnewEachTimeAndSentWhenItIsAnother() {
    Response response = get("probe.js", Map.of());
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.contentType()).isEqualTo("text/javascript; charset=utf-8");
    assertThat(response.headers().get("Cache-Control")).isEqualTo("no-cache");
    assertThat(response.headers().get("Content-Security-Policy"))
        .contains("script-src 'self'")
        .contains("trusted-types lit-html");
    String tag = response.headers().get("ETag");
    assertThat(get("probe.js", Map.of("if-none-match", tag)).status()).isEqualTo(304);
    assertThat(get("probe.js", Map.of("if-none-match", "\"other\"")).status()).isEqualTo(200);
  }

  @Test
  void aFileOfOthersWithAVersionNeverChanges() {
    assertThat(get("vendor/probe-1.2.3.js", Map.of()).headers().get("Cache-Control"))
        .contains("immutable");
  }

  @Test
  void nothingElseOfTheClassPathIsShown() {
    for (String file :
        List.of(
            "../HttpServer.class",
            "..",
            "",
            ".hidden.js",
            "vendor/../../openapi.json",
            "/etc/passwd.txt",
            "nowhere.js",
            "vendor",
            "probe.class")) {
      assertThat(get(file, Map.of()).status()).as(file).isEqualTo(404);
    }
  }
}
