package dev.tenure.server.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.assertions.PlaywrightAssertions;
import dev.tenure.server.http.ServedNodes;
import dev.tenure.server.http.ServedNodes.Served;
import dev.tenure.testing.EtcdExtension;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The page of a node of which a thousand runs a second are asked. */
final class PageLoadIT {

  private static final Logger log = LoggerFactory.getLogger(PageLoadIT.class);

  private static final EtcdExtension etcd = new EtcdExtension();
  private static final int JOBS = 1000;
  private static final int LOOK_MILLIS = 4_000;
  private static final double LIMIT_MILLIS = 60_000;

  @TempDir private Path folder;
  private ServedNodes nodes;
  private Chromium chromium;
  private Served served;

  @BeforeEach
  void start() throws Exception {
    PlaywrightAssertions.setDefaultAssertionTimeout(LIMIT_MILLIS);
    chromium = Chromium.start();
    nodes = new ServedNodes(etcd, folder);
    String jobs =
        IntStream.range(0, JOBS)
            .mapToObj(
                i ->
                    "job-%d { class = \"%s\", every = 1s, start = \"2026-01-01T00:00:00.%03dZ\" }"
                        .formatted(i, ServedNodes.Echo.class.getName(), i))
            .collect(Collectors.joining("\n", "jobs {\n", "\n}\n"));
    served = nodes.start("node-1", jobs);
    nodes.leader();
  }

  @AfterEach
  void stop() {
    nodes.close();
    chromium.close();
  }

  private long finished() {
    return served.node().status().groups().get(0).finished();
  }

  /** Processor time of the threads that serve and of all, in nanoseconds. */
  private record Used(long serving, long all, long runs) {
    Used since(Used before) {
      return new Used(serving - before.serving, all - before.all, runs - before.runs);
    }
  }

  private Used used() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    Map<Long, String> names =
        Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
            .filter(info -> info != null)
            .collect(Collectors.toMap(info -> info.getThreadId(), info -> info.getThreadName()));
    long serving =
        names.entrySet().stream()
            .filter(entry -> entry.getValue().startsWith("http"))
            .mapToLong(entry -> Math.max(0, threads.getThreadCpuTime(entry.getKey())))
            .sum();
    long all = ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toNanos();
    return new Used(serving, all, finished());
  }

  @Test
  void asksLittleOfTheNodeAndAnswersWhoeverUsesIt() {
    await("runs go on").atMost(Duration.ofSeconds(60)).until(() -> finished() > JOBS);
    for (String view : new String[] {"now", "jobs", "ledger/default/job-1"}) {
      try (Viewer viewer = chromium.open("127.0.0.1:" + served.server().port(), Look.LIGHT)) {
        AtomicInteger asked = new AtomicInteger();
        viewer.page().onRequest(request -> asked.incrementAndGet());
        viewer.at(view);
        viewer.page().waitForTimeout(LOOK_MILLIS);
        asked.set(0);
        Used before = used();
        viewer
            .page()
            .evaluate(
                "() => { window.worst = 0; let last = performance.now();"
                    + " const step = now => { window.worst = Math.max(window.worst, now - last); last = now; requestAnimationFrame(step); };"
                    + " requestAnimationFrame(step); }");
        viewer.page().waitForTimeout(LOOK_MILLIS);
        Used used = used().since(before);
        log.info(
            "{}: {} runs, {} ms of the serving threads, {} ms of the process, {} requests, longest frame {} ms, in {} ms",
            view,
            used.runs(),
            used.serving() / 1_000_000,
            used.all() / 1_000_000,
            asked.get(),
            viewer.page().evaluate("window.worst"),
            LOOK_MILLIS);
        assertThat(asked.get()).as("requests of the view %s", view).isLessThan(LOOK_MILLIS / 100);
        assertThat(used.serving()).as("of the view %s", view).isLessThan(used.all() / 2);
        viewer.at("jobs/default/job-7");
        assertThat(viewer.find(".heading")).containsText("job-7");
        viewer.assertNoComplaint();
      }
    }
  }
}
