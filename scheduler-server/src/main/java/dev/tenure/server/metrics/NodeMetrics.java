package dev.tenure.server.metrics;

import dev.tenure.alert.Alert;
import dev.tenure.definition.DefinitionListener;
import dev.tenure.definition.JobSpec;
import dev.tenure.definition.Kept;
import dev.tenure.election.Leadership;
import dev.tenure.ledger.JobChangeListener;
import dev.tenure.ledger.JobState;
import dev.tenure.loop.EventLoop;
import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import dev.tenure.node.GroupFace;
import dev.tenure.node.NodeMeter;
import dev.tenure.store.StoreException;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * All metrics of one node. Told by the node and by its HTTP interface what happens; counts on a
 * loop of its own, so that nobody waits for it.
 *
 * <p>Thread-safe; no method blocks.
 */
public final class NodeMetrics implements NodeMeter {

  private final EventLoop loop;
  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final RunMetrics runs = new RunMetrics(registry);
  private final TermMetrics terms = new TermMetrics(registry);
  private final GroupMetrics groups = new GroupMetrics(registry);
  private final StoreMetrics store = new StoreMetrics(registry);
  private final HttpMetrics http = new HttpMetrics(registry);
  private final CertificateMetrics certificates = new CertificateMetrics(registry);
  private final AlertMetrics alerts = new AlertMetrics(registry);
  private final Map<GroupName, Leadership> led = new ConcurrentHashMap<>();

  /** Confined to the loop. */
  private final Map<GroupName, RecordedRuns> recorded = new HashMap<>();

  private volatile List<GroupFace> faces = List.of();

  /**
   * Metrics that are all there, at nothing.
   *
   * @param version of the program
   * @param loop where runs are counted; closed by the caller
   */
  public NodeMetrics(String version, EventLoop loop) {
    this.loop = loop;
    Info.builder()
        .name("tenure_build_info")
        .help("Which version of Tenure this node runs.")
        .labelNames("version")
        .register(registry)
        .addLabelValues(version);
    JvmMetrics.builder().register(registry);
  }

  /**
   * All of it, as it is now.
   *
   * @param accept the header of the request; empty if it has none
   * @param reachable whether etcd answered the node's last call
   * @param streams how many streams of events are open
   */
  public synchronized Exposition scrape(String accept, boolean reachable, int streams) {
    store.reachable(reachable);
    http.streams(streams);
    Instant now = Instant.now();
    for (GroupFace face : faces) {
      groups.look(face, Optional.ofNullable(led.get(face.group())), now);
      terms.count(face.group().value(), face.terms());
    }
    return Exposition.of(registry, accept);
  }

  /** These alerts are open, as the node knows; to be said before each scrape. */
  public void alerts(Collection<Alert> open) {
    alerts.open(open);
  }

  /** The node has such a channel for alerts. */
  public void onChannel(String channel) {
    alerts.channel(channel);
  }

  /**
   * Something became of a message about an alert.
   *
   * @param outcome {@code sent}, {@code failed} or {@code dropped}
   */
  public void onMessage(String channel, String outcome) {
    alerts.message(channel, outcome);
  }

  /** The interface has such a route. */
  public void onRoute(String route, String method) {
    http.route(route, method);
  }

  /**
   * A request was answered.
   *
   * @param route the pattern of its path; empty for one that is on no route
   */
  public void onAnswered(String route, String method, int status, Duration took) {
    http.answered(route, method, status, took);
  }

  /** Somebody showed a token that is not admitted. */
  public void onDenied(String reason) {
    http.denied(reason);
  }

  /** A stream of events has ended. */
  public void onStreamed(String route, String method, int status) {
    http.streamed(route, method, status);
  }

  @Override
  public void onGroups(List<GroupFace> all) {
    loop.execute(
        () ->
            all.forEach(
                face -> {
                  runs.group(face.group());
                  recorded(face.group());
                }));
    synchronized (this) {
      all.forEach(
          face -> {
            terms.group(face.group().value());
            groups.init(face.group().value());
          });
      faces = List.copyOf(all);
    }
    all.forEach(this::listen);
  }

  private RecordedRuns recorded(GroupName group) {
    return recorded.computeIfAbsent(group, name -> new RecordedRuns(name, runs));
  }

  private void listen(GroupFace face) {
    GroupName group = face.group();
    face.onDefinitions(
        new DefinitionListener() {
          @Override
          public void onJob(Kept<JobSpec> now, Optional<Kept<JobSpec>> before) {
            if (before.isEmpty()) {
              loop.execute(() -> runs.defined(group, now.value().name()));
            }
          }

          @Override
          public void onJobGone(JobName name) {
            loop.execute(() -> runs.gone(group, name));
          }

          @Override
          public void onResync() {
            loop.execute(() -> reread(face));
          }
        });
    face.onChange(
        new JobChangeListener() {
          @Override
          public void onChange(JobName job, JobState before, JobState after) {
            loop.execute(() -> recorded(group).changed(job, before, after));
          }

          @Override
          public void onResync() {
            loop.execute(() -> reread(face));
          }
        });
  }

  private void reread(GroupFace face) {
    GroupName group = face.group();
    Set<JobName> defined = new HashSet<>(face.definitions().jobNames());
    runs.labels().of(group).stream()
        .filter(job -> !defined.contains(job))
        .forEach(job -> runs.gone(group, job));
    defined.forEach(job -> runs.defined(group, job));
    for (JobName job : runs.labels().of(group)) {
      recorded(group).known(job, face.state(job));
    }
  }

  @Override
  public void onLeading(GroupName group, Leadership leadership) {
    led.put(group, leadership);
    long term = leadership.term().number();
    loop.execute(() -> recorded(group).lead(term));
  }

  @Override
  public void onFenced(GroupName group) {
    loop.execute(() -> runs.fenced(group));
  }

  @Override
  public void onStoreCall(Call call, Answer answer, Duration took) {
    store.called(call, answer, took);
  }

  @Override
  public void onCertificate(String use, Instant until) {
    certificates.valid(use, until);
  }

  @Override
  public void onWatchBroken(StoreException.Kind why) {
    store.broken(why);
  }
}
