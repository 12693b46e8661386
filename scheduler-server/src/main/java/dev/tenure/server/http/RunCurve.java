package dev.tenure.server.http;

import dev.tenure.ledger.EndState;
import dev.tenure.ledger.FinishedRun;
import dev.tenure.ledger.OpenRun;
import dev.tenure.ledger.RunFeed;
import dev.tenure.ledger.RunKind;
import dev.tenure.model.GroupName;
import dev.tenure.node.GroupFace;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * How many runs ended in each of the last minutes, and how late the latest of them began: what the
 * ledger told this node since somebody asked first. A client that counts the events it gets would
 * count too few, since events that follow closely are left out. Thread-safe.
 */
final class RunCurve implements RunFeed.Listener {

  /** Of how many minutes is told, with the one that is not over. */
  static final int MINUTES = 31;

  private static final long MINUTE_MILLIS = TimeUnit.MINUTES.toMillis(1);

  private final Set<GroupName> groups = new HashSet<>();
  private final NavigableMap<Long, Minute> minutes = new TreeMap<>();
  private Optional<Instant> since = Optional.empty();

  /** What ended in one minute. */
  private static final class Minute {
    private long succeeded;
    private long others;
    private Optional<Long> latestMillis = Optional.empty();

    private void count(FinishedRun run) {
      if (run.state() == EndState.SUCCEEDED) {
        succeeded++;
      } else {
        others++;
      }
      OpenRun begun = run.run();
      // How late a run is that was asked for, or made up for, says nothing of the node's haste.
      if (begun.kind() == RunKind.SCHEDULED && begun.id().attempt() == 1) {
        long late = Times.millis(begun.slot(), run.started().orElse(begun.claimed()));
        latestMillis = Optional.of(Math.max(late, latestMillis.orElse(late)));
      }
    }

    private Map<String, Object> json(long minute) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("from", Times.text(Instant.ofEpochMilli(minute * MINUTE_MILLIS)));
      json.put("succeeded", succeeded);
      json.put("others", others);
      json.put("latestMillis", latestMillis);
      return json;
    }
  }

  /** Counts what the ledgers of these groups tell from now on; each is listened to once. */
  void listen(List<GroupFace> all, Instant now) {
    for (GroupFace group : all) {
      if (isNew(group.group(), now)) {
        group.onRuns(this);
      }
    }
  }

  private synchronized boolean isNew(GroupName group, Instant now) {
    since = Optional.of(since.orElse(now));
    return groups.add(group);
  }

  @Override
  public void onClaimed(OpenRun run) {}

  @Override
  public synchronized void onEnded(FinishedRun run) {
    long minute = run.finished().toEpochMilli() / MINUTE_MILLIS;
    if (minutes.isEmpty() || minute > minutes.lastKey() - MINUTES) {
      minutes.computeIfAbsent(minute, key -> new Minute()).count(run);
    }
    while (minutes.size() > MINUTES) {
      minutes.pollFirstEntry();
    }
  }

  /** The minutes in which runs ended, the oldest first, and since when they are counted. */
  synchronized Map<String, Object> json(Instant now) {
    long oldest = now.toEpochMilli() / MINUTE_MILLIS - MINUTES;
    List<Map<String, Object>> told = new ArrayList<>();
    minutes.tailMap(oldest, false).forEach((minute, ended) -> told.add(ended.json(minute)));
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("since", Times.text(since.orElse(now)));
    json.put("minutes", told);
    return json;
  }
}
