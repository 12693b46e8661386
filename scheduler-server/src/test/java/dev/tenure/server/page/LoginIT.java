package dev.tenure.server.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.SameSiteAttribute;
import dev.tenure.config.Role;
import dev.tenure.server.http.ServedNodes;
import dev.tenure.server.http.TestTokens;
import dev.tenure.testing.EtcdExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What a person does with the page of a node that asks for tokens. */
final class LoginIT {

  @RegisterExtension static final EtcdExtension etcd = new EtcdExtension();

  private static final double LIMIT_MILLIS = 60_000;
  private static final String JOBS =
      """
      jobs.quiet { class = "%1$s", cron = "@monthly" }
      jobs.letter { class = "%1$s", cron = "@monthly" }
      """
          .formatted(ServedNodes.Echo.class.getName());

  @TempDir private static Path folder;
  private static final TestTokens tokens = new TestTokens();
  private static ServedNodes nodes;
  private static Path file;
  private static Chromium chromium;

  @BeforeAll
  static void start() throws Exception {
    PlaywrightAssertions.setDefaultAssertionTimeout(LIMIT_MILLIS);
    chromium = Chromium.start();
    nodes = new ServedNodes(etcd, folder);
    file = nodes.withTokens(tokens.file(), "shell = false");
    nodes.start("node-1", JOBS);
    nodes.leader();
  }

  @AfterAll
  static void stop() {
    if (nodes != null) {
      nodes.close();
    }
    if (chromium != null) {
      chromium.close();
    }
  }

  private static Viewer viewer() {
    return chromium.open("127.0.0.1:" + nodes.leader().server().port(), Look.LIGHT);
  }

  private static void logIn(Viewer viewer, String token) {
    viewer.find("#token").fill(token);
    viewer.button("Log in").click();
  }

  @Test
  void aViewerLogsInAndIsOfferedNothingThatIsNotAllowed() {
    try (Viewer viewer = viewer()) {
      viewer.to("jobs");
      assertThat(viewer.find("h1")).hasText("Log in");
      assertThat(viewer.find("#app")).not().containsText("quiet");
      viewer.screenshot("login");
      logIn(viewer, "tenure_wrong");
      assertThat(viewer.find("#login-check")).containsText("does not know that token");

      logIn(viewer, tokens.secret(Role.VIEWER));
      assertThat(viewer.find(".pill.live")).isVisible();
      assertThat(viewer.find("h1")).hasText("Jobs");
      assertThat(viewer.find("tbody")).containsText("quiet");
      assertThat(viewer.find(".reader")).containsText("viewer");
      assertThat(viewer.find("main button")).hasCount(0);
      assertThat(viewer.find("nav")).not().containsText("Audit");
      viewer.at("jobs/default/quiet");
      assertThat(viewer.button("Pause")).hasCount(0);

      Cookie cookie = viewer.page().context().cookies().get(0);
      assertThat(cookie.httpOnly).isTrue();
      assertThat(cookie.sameSite).isEqualTo(SameSiteAttribute.STRICT);
      assertThat(viewer.page().evaluate("document.cookie")).isEqualTo("");
      viewer.assertNoComplaint();
    }
  }

  @Test
  void anAdminChangesSomethingSeesItInTheTrailAndLogsOut() {
    try (Viewer viewer = viewer()) {
      viewer.to("jobs/default/letter");
      logIn(viewer, tokens.secret(Role.ADMIN));
      viewer.button("Pause").click();
      assertThat(viewer.find(".beneath")).containsText("paused");

      viewer.at("audit");
      assertThat(viewer.find("tbody tr").first()).containsText("paused");
      assertThat(viewer.find("tbody tr").first()).containsText("default/letter");
      assertThat(viewer.find("tbody tr").first()).containsText("admin");
      viewer.screenshot("audit");

      viewer.page().reload();
      assertThat(viewer.find(".reader")).containsText("admin");
      viewer.button("Log out").click();
      assertThat(viewer.find("h1")).hasText("Log in");
      assertThat(viewer.page().context().cookies()).isEmpty();
      viewer.assertNoComplaint();
    }
  }

  @Test
  void aSessionThatHasEndedIsSaidAndOneGoesOnWhereOneWas() throws Exception {
    try (Viewer viewer = viewer()) {
      viewer.to("jobs/default/quiet");
      logIn(viewer, tokens.secret(Role.OPERATOR));
      assertThat(viewer.find("h1")).containsText("quiet");

      viewer.page().context().clearCookies();
      assertThat(viewer.find(".ended")).containsText("Your session has ended");
      assertThat(viewer.find("#app")).not().containsText("quiet");
      viewer.screenshot("session-ended");
      logIn(viewer, tokens.secret(Role.OPERATOR));
      assertThat(viewer.find("h1")).containsText("quiet");

      Files.writeString(
          file,
          TestTokens.entry("viewer", Role.VIEWER, tokens.secret(Role.VIEWER), "")
              + TestTokens.entry("admin", Role.ADMIN, tokens.secret(Role.ADMIN), ""));
      assertThat(viewer.find(".ended")).containsText("Your session has ended");
      Files.writeString(file, tokens.file());
    }
  }

  @Test
  void itIsSoundForEverybody() {
    for (Look look : Look.values()) {
      try (Viewer viewer =
          chromium.openForAudit("127.0.0.1:" + nodes.leader().server().port(), look)) {
        viewer.to("now");
        assertThat(viewer.find("h1")).hasText("Log in");
        assertThat(viewer.violations()).as("login, %s", look).isEmpty();
        logIn(viewer, tokens.secret(Role.ADMIN));
        viewer.at("audit");
        assertThat(viewer.violations()).as("audit, %s", look).isEmpty();
        assertThat(viewer.page().evaluate("document.documentElement.scrollWidth"))
            .as("the width, %s", look)
            .isEqualTo(look.width);
      }
    }
  }
}
