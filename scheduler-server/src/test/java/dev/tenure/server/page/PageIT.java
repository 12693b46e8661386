package dev.tenure.server.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import dev.tenure.testing.EtcdExtension;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a person does with the page of a node that does not lead. */
final class PageIT {

  private static final EtcdExtension etcd = new EtcdExtension();
  private static final double LIMIT_MILLIS = 60_000;

  private static final List<String> VIEWS =
      List.of(
          "now",
          "cluster",
          "jobs",
          "jobs/default/slow",
          "ledger/default/tick",
          "timeline",
          "new",
          "jobs/default/nobody");

  @TempDir private static Path folder;
  private static PageCluster cluster;
  private static Chromium chromium;

  @BeforeAll
  static void start() throws Exception {
    PlaywrightAssertions.setDefaultAssertionTimeout(LIMIT_MILLIS);
    chromium = Chromium.start();
    cluster =
        PageCluster.start(folder, etcd.etcd().endpoints(), etcd.freshRoot().replaceAll("/$", ""));
  }

  @AfterAll
  static void stop() {
    if (cluster != null) {
      cluster.close();
    }
    if (chromium != null) {
      chromium.close();
    }
  }

  @Test
  void whatLiesInAStretchOfNoLengthIsDrawnAtItsBegin() {
    try (Viewer viewer = viewer().at("cluster")) {
      for (String stretch : List.of("5, 5, 5", "5, 5, 4", "7, 5, 5")) {
        assertThat(
                viewer
                    .page()
                    .evaluate(
                        "import('/assets/charts.js').then(charts => charts.share(%s))"
                            .formatted(stretch)))
            .isEqualTo("0.000%");
      }
      viewer.assertNoComplaint();
    }
  }

  @Test
  void theNextLeaderIsSeenWithoutAReload() throws Exception {
    String leader = cluster.awaitLeader();
    try (Viewer viewer = viewer().at("cluster")) {
      assertThat(viewer.find(".lead .big")).containsText(leader);
      viewer.page().evaluate("window.notReloaded = true");

      cluster.kill(leader);
      assertThat(viewer.find(".lead .big"))
          .hasText(Pattern.compile("(?!" + leader + ")node-\\d\\s+leads"));
      Locator past = viewer.find("section:has-text('Terms of') tbody tr").nth(1);
      assertThat(past).containsText(leader);
      assertThat(past).not().containsText("leads");
      Locator gap =
          viewer.find("section:has-text('Terms of') tbody tr").first().locator("td").last();
      assertThat(gap).containsText(Pattern.compile("\\d+(\\.\\d)? (ms|s)"));
      assertThat(viewer.page().evaluate("window.notReloaded")).isEqualTo(true);
      viewer.screenshot("after-a-kill");
      viewer.assertNoComplaint();
    }
  }

  @Test
  void aRunThatIsAskedForWithDataIsSeenToItsEnd() {
    try (Viewer viewer = viewer().at("jobs?search=lett")) {
      viewer.link("default/letter").click();
      viewer.button("Run now …").click();
      Locator data = viewer.find("dialog textarea");
      data.fill("{ \"message\": }");
      assertThat(viewer.find("#dialog-check")).containsText("line 1, column 14");
      assertThat(viewer.find("dialog .primary")).isDisabled();
      data.fill("{ \"message\": \"from the page\" }");
      viewer.find("dialog .primary").click();

      viewer.link("Open the run").click();
      assertThat(viewer.find(".heading")).containsText("succeeded");
      assertThat(viewer.find(".heading")).containsText("asked for by hand");
      assertThat(viewer.find("main")).containsText("from the page");
      assertThat(viewer.find(".steps")).containsText("finished");
      viewer.screenshot("run");

      viewer.page().goBack();
      assertThat(viewer.find("section:has(h2:text-is('Runs')) tbody tr")).hasCount(1);
      viewer.assertNoComplaint();
    }
  }

  @Test
  void theLogOfARunIsSeenWhileItGoesOn() {
    try (Viewer viewer = viewer().at("jobs/default/talk")) {
      viewer.button("Run now …").click();
      viewer.find("dialog .primary").click();
      viewer.link("Open the run").click();
      Locator log = viewer.find(".log");
      assertThat(log).containsText("the first line");
      assertThat(viewer.find("section:has(h2:text-is('Log'))")).containsText("live");
      assertThat(log).containsText("the last line");
      assertThat(viewer.find("section:has(h2:text-is('Log'))")).not().containsText("live");
      viewer.screenshot("log");
      viewer.assertNoComplaint();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "200 | EMPTY | true  | It printed nothing.",
        "200 | GONE  | true  | Its log is not kept any more.",
        "200 | OFF   | true  | Node node-9, which ran it, keeps no logs of runs.",
        "200 | KEPT  | true  | 4711 lines were left out",
        "503 | -     | false | The log is out of reach."
      })
  void whatThereIsOfALogIsSaid(int status, String log, boolean over, String words) {
    String run = cluster.ended("letter");
    try (Viewer viewer = chromium.openForAudit(cluster.follower(), Look.LIGHT)) {
      String line = "{\"line\":4712,\"leftOut\":4711,\"level\":\"ERROR\",\"text\":\"boom\"}";
      String body =
          status == 200
              ? "{\"run\":\"r\",\"node\":\"node-9\",\"log\":\"%s\",\"lines\":[%s],\"next\":0,\"more\":false,\"over\":%s}"
                  .formatted(log, log.equals("KEPT") ? line : "", over)
              : "{\"status\":503,\"code\":\"log-out-of-reach\",\"detail\":\"it is on node-9\"}";
      viewer
          .page()
          .route(
              url -> url.contains("/log"),
              route ->
                  route.fulfill(
                      new Route.FulfillOptions()
                          .setStatus(status)
                          .setContentType("application/json")
                          .setBody(body)));
      viewer.at("runs/" + run);
      assertThat(viewer.find("section:has(h2:text-is('Log'))")).containsText(words);
      viewer.screenshot("log-" + (status == 200 ? log.toLowerCase(Locale.ROOT) : "out-of-reach"));
      assertThat(viewer.violations()).isEmpty();
    }
  }

  @Test
  void aJobIsPausedAndResumed() {
    try (Viewer viewer = viewer().at("jobs/default/quiet")) {
      viewer.button("Pause").click();
      assertThat(viewer.find(".beneath")).containsText("paused");
      viewer.button("Resume").click();
      assertThat(viewer.find(".beneath")).containsText("scheduled");
      viewer.assertNoComplaint();
    }
  }

  @Test
  void severalJobsArePausedAtOnceAndTheChoiceIsInTheAddress() {
    try (Viewer viewer = viewer().at("jobs")) {
      viewer.page().getByLabel("Choose default/quiet").check();
      viewer.page().getByLabel("Choose default/letter").check();
      viewer.page().reload();
      assertThat(viewer.find(".bulk")).containsText("2 jobs chosen");
      viewer.find(".bulk").getByText("Pause").click();
      viewer.find("dialog .danger").click();
      assertThat(viewer.find(".notices")).containsText("Paused 2 of 2 jobs");
      assertThat(viewer.find("tr.chosen:has-text('paused')")).hasCount(2);
      viewer.find(".bulk").getByText("Resume").click();
      viewer.find("dialog .danger").click();
      assertThat(viewer.find("tr.chosen:has-text('scheduled')")).hasCount(2);
      viewer.assertNoComplaint();
    }
  }

  @Test
  void theLedgerHasNoHole() {
    try (Viewer viewer = viewer().at("ledger/default/tick")) {
      assertThat(viewer.find(".verdict")).containsText("No hole");
      assertThat(viewer.find("tbody tr").first()).containsText("It ran and succeeded.");
      viewer.assertNoComplaint();
    }
  }

  @Test
  void aJobIsMadeEditedAndDeleted() {
    try (Viewer viewer = viewer().at("new")) {
      viewer.page().getByLabel("Name").fill("made-here");
      Locator definition = viewer.find("#definition");
      definition.fill("{ \"class\": \"dev.tenure.examples.LogJob\", \"cron\": \"61 * * * *\" }");
      assertThat(viewer.find(".problems")).containsText("61");
      definition.fill(
          "{ \"class\": \"dev.tenure.examples.LogJob\", \"cron\": \"30 4 * * *\", \"time-zone\": \"Europe/Berlin\" }");
      assertThat(viewer.find("section:has-text('Its next slots') tbody tr").first())
          .containsText("04:30");
      viewer.button("Save").click();
      assertThat(viewer.find("h1")).containsText("made-here");

      viewer.link("Edit").click();
      viewer
          .find("#definition")
          .fill(
              "{ \"class\": \"dev.tenure.examples.LogJob\", \"cron\": \"45 5 * * *\", \"time-zone\": \"Europe/Berlin\" }");
      viewer.button("Save").click();
      assertThat(viewer.find("section:has-text('What comes next') tbody tr").first())
          .containsText("05:45");

      viewer.button("Delete …").click();
      viewer.find("dialog .danger").click();
      assertThat(viewer.find("h1")).hasText("Jobs");
      assertThat(viewer.find("tbody")).not().containsText("made-here");
      viewer.assertNoComplaint();
    }
  }

  @Test
  void aLostConnectionIsSaidAndLeavesWhatWasSeen() {
    try (Viewer viewer = viewer().at("jobs")) {
      viewer.offline(true);
      assertThat(viewer.find(".pill")).containsText("Connection lost, retrying");
      assertThat(viewer.find(".banner")).containsText("You see the state of");
      assertThat(viewer.find("tbody")).containsText("letter");
      viewer.screenshot("lost");
      viewer.offline(false);
      assertThat(viewer.find(".pill")).containsText("Live");
      assertThat(viewer.find(".banner")).hasCount(0);
    }
  }

  @Test
  void itIsReachedByKeyboard() {
    try (Viewer viewer = viewer().at("now")) {
      viewer.page().keyboard().press("Tab");
      assertThat(viewer.find(".skip")).isFocused();
      viewer.page().keyboard().press("Enter");
      assertThat(viewer.find("main")).isFocused();

      viewer.at("jobs/default/letter");
      Locator run = viewer.button("Run now …");
      run.focus();
      viewer.page().keyboard().press("Enter");
      assertThat(viewer.find("dialog textarea")).isFocused();
      viewer.page().keyboard().press("Escape");
      assertThat(viewer.find("dialog")).isHidden();
      assertThat(run).isFocused();
    }
  }

  @ParameterizedTest
  @EnumSource(Look.class)
  void itIsSoundInEveryLook(Look look) {
    try (Viewer viewer = chromium.openForAudit(cluster.follower(), look)) {
      for (String view : VIEWS) {
        viewer.at(view);
        String name = view.replace('/', '-') + "-" + look.name().toLowerCase(Locale.ROOT);
        viewer.screenshot(name);
        assertThat(viewer.violations()).as(name).isEmpty();
        assertThat(viewer.page().evaluate("document.documentElement.scrollWidth"))
            .as("the width of %s", name)
            .isEqualTo(look.width);
      }
    }
  }

  /** The page of a node that does not lead. */
  private static Viewer viewer() {
    return chromium.open(cluster.follower(), Look.LIGHT);
  }
}
