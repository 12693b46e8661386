package dev.tenure.server.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import dev.tenure.testing.EtcdExtension;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person has the cluster do from the page of a node that does not lead. */
final class PageActsIT {

  private static final EtcdExtension etcd = new EtcdExtension();
  private static final double LIMIT_MILLIS = 60_000;

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

  private static Viewer viewer() {
    return chromium.open(cluster.follower(), Look.LIGHT);
  }

  @Test
  void aGroupIsHandedOver() {
    String leader = cluster.awaitLeader();
    try (Viewer viewer = viewer().at("cluster")) {
      assertThat(viewer.find(".lead .big")).containsText(leader);
      viewer.button("Hand over …").click();
      assertThat(viewer.find("dialog")).containsText(leader + " (term ");
      viewer.page().keyboard().press("Escape");
      assertThat(viewer.find(".lead .big")).containsText(leader);

      viewer.button("Hand over …").click();
      viewer.find("dialog .danger").click();
      assertThat(viewer.find(".notices")).containsText("is told to hand over");
      assertThat(viewer.find(".lead .big"))
          .hasText(Pattern.compile("(?!" + leader + ")node-\\d\\s+leads"));
      Locator past = viewer.find("section:has-text('Terms of') tbody tr").nth(1);
      assertThat(past).containsText(leader);
      assertThat(past).not().containsText("leads");
      viewer.assertNoComplaint();
    }
  }

  @Test
  void aNodeIsDrainedAndTakesPartAgain() {
    String leader = cluster.awaitLeader();
    try (Viewer viewer = viewer().at("cluster")) {
      assertThat(viewer.find(".lead")).containsText("its lease lasts");
      assertThat(viewer.find("tr:has(th:text-is('etcd-1'))")).containsText("leads");
      Locator row = viewer.find("tr:has(th:text-is('" + leader + "'))").first();
      row.locator("button").click();
      assertThat(viewer.find("dialog")).containsText("Drain " + leader + "?");
      viewer.find("dialog .danger").click();
      assertThat(viewer.find(".notices")).containsText("is drained");
      assertThat(row).containsText("drained by");
      assertThat(viewer.find(".lead .big"))
          .hasText(Pattern.compile("(?!" + leader + ")node-\\d\\s+leads"));
      row.locator("button").click();
      assertThat(viewer.find(".notices")).containsText("takes part again");
      assertThat(row).not().containsText("drained");
      viewer.assertNoComplaint();
    }
  }

  @Test
  void aRunIsInterruptedAndRunAgainWithOtherData() {
    try (Viewer viewer = viewer().at("jobs/default/patient")) {
      viewer.button("Run now …").click();
      viewer.find("dialog textarea").fill("{ \"steps\": 500 }");
      viewer.find("dialog .primary").click();
      viewer.link("Open the run").click();
      assertThat(viewer.find(".heading")).containsText("running");

      viewer.button("Interrupt …").click();
      assertThat(viewer.find("dialog")).containsText("is told to stop");
      viewer.find("dialog .danger").click();
      assertThat(viewer.find(".heading")).containsText("interrupted");
      assertThat(viewer.button("Interrupt …")).hasCount(0);

      viewer.button("Run again …").click();
      Locator data = viewer.find("dialog textarea");
      assertThat(data).hasValue(Pattern.compile("\"steps\": 500"));
      data.fill("{ \"steps\": 1, \"step-duration\": \"10ms\" }");
      assertThat(viewer.link("Open the run")).hasCount(0); // the notice of the first one has gone
      viewer.find("dialog .primary").click();
      viewer.link("Open the run").click();
      assertThat(viewer.find(".heading")).containsText("succeeded");
      assertThat(viewer.find("main")).containsText("10ms");
      viewer.assertNoComplaint();
    }
  }

  @Test
  void timesAreShownInTheZoneThatIsChosen() {
    try (Viewer viewer = viewer().at("jobs/default/far")) {
      Locator next = viewer.find("section:has-text('What comes next') tbody tr").first();
      Locator zone = viewer.page().getByLabel("Times in");
      assertThat(next).containsText(Pattern.compile("1[89]:30:00"));
      zone.selectOption("utc");
      assertThat(next).containsText("17:30:00");
      zone.selectOption("job");
      assertThat(next).containsText("02:30:00");
      assertThat(next.locator("time").first())
          .hasAttribute("title", Pattern.compile(".*Asia/Tokyo"));

      viewer.page().reload();
      assertThat(next).containsText("02:30:00");
      viewer.at("jobs");
      assertThat(zone).hasValue("job");
      zone.selectOption("viewer");
      viewer.assertNoComplaint();
    }
  }

  @Test
  void theLedgerIsJudged() {
    try (Viewer viewer = viewer().at("ledger/default/tick")) {
      Locator judged = viewer.find(".judged");
      assertThat(judged).containsText("Nobody has asked this node yet");
      viewer.button("Judge the ledger").click();
      assertThat(judged).containsText("missed 0, doubled 0, unaccounted 0");
      assertThat(judged).containsText(Pattern.compile("of 8 jobs"));
      viewer.screenshot("judged");
      viewer.assertNoComplaint();
    }
  }
}
