package dev.tenure.server.cli;

import dev.tenure.ledger.FinishedRun;
import dev.tenure.ledger.OpenRun;
import dev.tenure.model.GroupName;
import dev.tenure.model.RunId;
import dev.tenure.node.ClusterEvents;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Tells a person what happens in the cluster, one line per event. */
final class DevEvents implements ClusterEvents.Listener {

  /** A run that ends sooner gets one line, a longer one also a line at its start. */
  private static final long LONG_RUN_MILLIS = 1_000;

  private final DevConsole console;
  private final Set<GroupName> ledBefore = ConcurrentHashMap.newKeySet();
  private final Set<RunId> open = ConcurrentHashMap.newKeySet();

  DevEvents(DevConsole console) {
    this.console = console;
  }

  @Override
  public void onLeader(GroupName group, Optional<ClusterEvents.Leader> leader, Duration silence) {
    if (leader.isEmpty()) {
      console.event(group + ": nobody leads" + (ledBefore.contains(group) ? "" : " yet"));
      return;
    }
    ClusterEvents.Leader present = leader.get();
    String gap =
        ledBefore.add(group)
            ? ""
            : ", %d ms after the last sign of the one before".formatted(silence.toMillis());
    String kill = present.pid() > 0 ? "   (to kill it: kill -9 " + present.pid() + ")" : "";
    console.event(
        "%s: %s leads, term %d%s%s".formatted(group, present.node(), present.term(), gap, kill));
  }

  @Override
  public void onClaimed(OpenRun run) {
    open.add(run.id());
    CompletableFuture.delayedExecutor(LONG_RUN_MILLIS, TimeUnit.MILLISECONDS)
        .execute(
            () -> {
              if (open.contains(run.id())) {
                console.event(name(run) + " is running" + where(run));
              }
            });
  }

  @Override
  public void onEnded(FinishedRun end) {
    OpenRun run = end.run();
    open.remove(run.id());
    String took =
        end.started()
            .map(
                started -> " after " + Duration.between(started, end.finished()).toMillis() + " ms")
            .orElse("");
    String error = end.error().map(e -> ": " + firstLine(e.message())).orElse("");
    console.event(
        name(run) + " " + end.state().name().toLowerCase(Locale.ROOT) + took + where(run) + error);
  }

  private static String name(OpenRun run) {
    String attempt = run.id().attempt() > 1 ? " (attempt " + run.id().attempt() + ")" : "";
    return run.id().group() + "/" + run.id().job() + attempt;
  }

  private static String where(OpenRun run) {
    return " on " + run.node() + ", term " + run.term() + ", slot " + run.slot();
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }
}
