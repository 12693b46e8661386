package dev.tenure.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tenure.server.http.ServedNodes.Served;
import dev.tenure.testing.EtcdExtension;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ten thousand attempts to listen to a node whose jobs run all the time. */
final class ManyStreamsIT {

  private static final EtcdExtension etcd = new EtcdExtension();
  private static final int ATTEMPTS = 10_000;
  private static final int THREADS = 4;
  private static final int STREAMS = 100;
  private static final String LISTEN = "GET /v1/events HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";

  @TempDir private Path folder;
  private ServedNodes nodes;
  private Served served;
  private final Queue<RawClient> listening = new ConcurrentLinkedQueue<>();

  @BeforeEach
  void cluster() throws IOException {
    nodes = new ServedNodes(etcd, folder);
    served =
        nodes.start(
            "node-1",
            "jobs.tick { class = \"dev.tenure.server.http.ServedNodes$Echo\", every = 100ms }",
            "http.limits { streams = "
                + STREAMS
                + ", streams-per-client = 1000, connections-per-client = 2000 }");
    nodes.leader();
    awaitRuns(3);
  }

  @AfterEach
  void close() {
    listening.forEach(RawClient::close);
    nodes.close();
  }

  private long finished() {
    return served.node().status().groups().get(0).finished();
  }

  private void awaitRuns(int more) {
    long before = finished();
    await("jobs go on").atMost(ServedNodes.LONG).until(() -> finished() >= before + more);
  }

  @Test
  void areRefusedAndNobodyNoticesThem() throws Exception {
    Household before = Household.now();
    Map<String, AtomicInteger> answers = new ConcurrentHashMap<>();
    AtomicInteger left = new AtomicInteger(ATTEMPTS);
    CountDownLatch done = new CountDownLatch(THREADS);
    for (int i = 0; i < THREADS; i++) {
      Thread thread =
          new Thread(
              () -> {
                while (left.getAndDecrement() > 0) {
                  answers.computeIfAbsent(attempt(), key -> new AtomicInteger()).incrementAndGet();
                }
                done.countDown();
              },
              "crowd");
      thread.setDaemon(true);
      thread.start();
    }
    while (done.getCount() > 0) {
      awaitRuns(2);
    }
    done.await();

    assertThat(new TreeMap<>(answers).keySet())
        .as("a stream, or one of the two refusals that are written down")
        .containsExactly("200", "429 too-many-requests", "503 too-many-streams");
    assertThat(answers.get("200").get()).isEqualTo(STREAMS);
    assertThat(served.server().streams()).isEqualTo(STREAMS);
    assertThat(Household.now().threads())
        .as("a stream has no thread of its own")
        .isLessThanOrEqualTo(before.threads() + 32);

    listening.forEach(RawClient::close);
    await("nothing is left behind")
        .atMost(ServedNodes.LONG)
        .until(() -> served.server().streams() == 0 && served.server().connections() == 0);
    await("no descriptor is left behind")
        .atMost(ServedNodes.LONG)
        .until(() -> Household.now().descriptors() <= before.descriptors() + 10);
    awaitRuns(3);
  }

  /** The status of one attempt, with the code of its refusal; those that listen stay. */
  private String attempt() {
    try {
      RawClient one = new RawClient(served.server().port());
      one.send(LISTEN);
      String head = one.head();
      if (head.startsWith("HTTP/1.1 200")) {
        listening.add(one);
        return "200";
      }
      String code = head.isEmpty() ? "" : one.code();
      one.close();
      return head.isEmpty() ? "no answer" : head.substring(9, 12) + " " + code;
    } catch (IOException e) {
      return e.toString();
    }
  }
}
