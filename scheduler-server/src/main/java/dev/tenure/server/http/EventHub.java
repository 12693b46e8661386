package dev.tenure.server.http;

import dev.tenure.definition.DefinitionListener;
import dev.tenure.definition.JobSpec;
import dev.tenure.definition.Kept;
import dev.tenure.definition.Pauses;
import dev.tenure.definition.TriggerSpec;
import dev.tenure.ledger.FinishedRun;
import dev.tenure.ledger.OpenRun;
import dev.tenure.ledger.RunFeed;
import dev.tenure.loop.Subscription;
import dev.tenure.model.CalendarSpec;
import dev.tenure.model.JobName;
import dev.tenure.model.TriggerName;
import dev.tenure.node.GroupFace;
import dev.tenure.node.NodeStatus;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells clients what happens, as this node hears of it. Listens from the first client on.
 *
 * <p>Thread-safe. What is heard is handed to one thread, which fills the ring; no client holds it
 * up.
 */
final class EventHub implements Route.Streaming {

  private static final Logger log = LoggerFactory.getLogger(EventHub.class);

  private static final long BEAT_SECONDS = 15;
  private static final String RETRY = "retry: 2000\nid: ";

  private final Cluster cluster;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(EventHub::thread);
  private final Conflation conflation = new Conflation(thread);
  private final EventRing ring = new EventRing(new SecureRandom());
  // All guarded by this.
  private final Set<EventClient> clients = new LinkedHashSet<>();
  private final List<Subscription> subscriptions = new ArrayList<>();

  EventHub(Cluster cluster) {
    this.cluster = cluster;
    thread.scheduleWithFixedDelay(this::beat, BEAT_SECONDS, BEAT_SECONDS, TimeUnit.SECONDS);
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "http-hub");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public synchronized EventFeed open(Request request) {
    if (subscriptions.isEmpty()) {
      cluster.groups().forEach(this::listen);
    }
    EventClient client = client(request.header("last-event-id"));
    clients.add(client);
    return client;
  }

  private EventClient client(Optional<String> seen) {
    OptionalLong known = seen.map(ring::number).orElse(OptionalLong.empty());
    long from = known.orElse(ring.last());
    String greeting = RETRY + ring.id(from) + "\n\n";
    boolean lost = seen.isPresent() && known.isEmpty();
    return new EventClient(ring, lost ? greeting + ring.reset(from) : greeting, from, this::forget);
  }

  private synchronized void beat() {
    List.copyOf(clients).forEach(EventClient::beat);
  }

  private synchronized void forget(EventClient client) {
    clients.remove(client);
  }

  private synchronized void send(String kind, Map<String, ?> data) {
    ring.add(kind, data);
    List.copyOf(clients).forEach(EventClient::tell);
  }

  private void listen(GroupFace group) {
    subscriptions.add(group.onLeader(leader -> tell("leader", () -> leader(group, leader))));
    subscriptions.add(group.onRuns(new Runs(group)));
    subscriptions.add(group.onDefinitions(new Jobs(group)));
  }

  private static Map<String, Object> leader(GroupFace group, Optional<NodeStatus.Leader> leader) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("group", group.group().value());
    json.put("leader", leader.map(GroupRoutes::leader));
    return json;
  }

  private void tell(String kind, Supplier<Map<String, ?>> data) {
    onThread(() -> send(kind, data.get()));
  }

  private void tellOf(String thing, String kind, Supplier<Map<String, ?>> data) {
    onThread(() -> conflation.offer(kind + " " + thing, () -> send(kind, data.get())));
  }

  private void onThread(Runnable work) {
    try {
      thread.execute(
          () -> {
            try {
              work.run();
            } catch (RuntimeException e) {
              log.error("an event could not be told; this is a defect, please report it", e);
            }
          });
    } catch (RejectedExecutionException e) {
      log.debug("nobody is told any more");
    }
  }

  /** What a ledger says. */
  private final class Runs implements RunFeed.Listener {
    private final GroupFace group;

    Runs(GroupFace group) {
      this.group = group;
    }

    @Override
    public void onClaimed(OpenRun run) {
      tellOf(
          run.id().group() + "/" + run.id().job(), "run", () -> RunJson.of(run, group.running()));
    }

    @Override
    public void onEnded(FinishedRun run) {
      tellOf(run.id().group() + "/" + run.id().job(), "run", () -> RunJson.of(run));
    }

    @Override
    public void onResync() {
      tellOf(group.group().value(), "reset", Map::of);
    }
  }

  /** What the definitions say. */
  private final class Jobs implements DefinitionListener {
    private final GroupFace group;

    Jobs(GroupFace group) {
      this.group = group;
    }

    private void tell(JobName job, String change) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("group", group.group().value());
      json.put("job", job.value());
      json.put("change", change);
      tellOf(group.group() + "/" + job, "job", () -> json);
    }

    /** Something has changed that many jobs may hang on. */
    private void tellAll() {
      tellOf(group.group().value(), "reset", Map::of);
    }

    @Override
    public void onJob(Kept<JobSpec> now, Optional<Kept<JobSpec>> before) {
      tell(now.value().name(), "changed");
    }

    @Override
    public void onJobGone(JobName name) {
      tell(name, "removed");
    }

    @Override
    public void onTrigger(Kept<TriggerSpec> now, Optional<Kept<TriggerSpec>> before) {
      tell(now.value().job(), "changed");
    }

    @Override
    public void onTriggerGone(TriggerName name, Kept<TriggerSpec> before) {
      tell(before.value().job(), "changed");
    }

    @Override
    public void onCalendar(String name, Kept<CalendarSpec> now) {
      tellAll();
    }

    @Override
    public void onCalendarGone(String name) {
      tellAll();
    }

    @Override
    public void onPauses(Pauses now) {
      tellAll();
    }

    @Override
    public void onResync() {
      tellAll();
    }
  }

  @Override
  public synchronized void close() {
    subscriptions.forEach(Subscription::close);
    thread.shutdownNow();
  }
}
