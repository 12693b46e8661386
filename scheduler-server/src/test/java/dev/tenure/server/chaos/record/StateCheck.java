package dev.tenure.server.chaos.record;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Holds what is stored of each job in the end, its state and the chunks of its history, against
 * what the journal said when it was written.
 */
public final class StateCheck {

  private record Position(long term, long sequence) implements Comparable<Position> {
    static Position parse(String text) {
      String[] part = text.split("-", -1);
      return new Position(Long.parseLong(part[0]), Long.parseLong(part[1]));
    }

    @Override
    public int compareTo(Position other) {
      int terms = Long.compare(term, other.term);
      return terms != 0 ? terms : Long.compare(sequence, other.sequence);
    }
  }

  private final String root;
  private final String group;
  private final JournalPast journal;
  private final Map<String, JobAccount> accounts = new TreeMap<>();

  /**
   * By the whole journal; a chunk may be newer than the state, which is written later in a fold.
   */
  private final Map<String, JobAccount> whole = new TreeMap<>();

  private final List<String> troubles = new ArrayList<>();

  private StateCheck(String root, String group) {
    this.root = root;
    this.group = group;
    journal = new JournalPast(root, group);
  }

  /** What does not fit, in words; empty when everything does. */
  public static List<String> check(String root, String group, List<Recorded> heard) {
    return new StateCheck(root, group).check(heard);
  }

  private List<String> check(List<Recorded> heard) {
    Map<String, JsonNode> states = last(heard, root + "/state/" + group + "/");
    Map<String, JsonNode> chunks = last(heard, root + "/runs/" + group + "/");
    Map<String, Position> applied = new HashMap<>();
    states.forEach(
        (job, state) -> applied.put(job, Position.parse(state.path("applied").asText("0-0"))));
    for (Recorded event : heard) {
      if (journal.isEntry(event)) {
        replay(event, applied);
      }
    }
    states.forEach(this::compare);
    chunks.forEach(
        (key, chunk) -> {
          String job = key.substring(0, key.indexOf('/'));
          runs(account(whole, job), job, "chunk " + key, chunk);
        });
    return troubles;
  }

  private static Map<String, JsonNode> last(List<Recorded> heard, String prefix) {
    Map<String, String> values = new TreeMap<>();
    for (Recorded event : heard) {
      if (event.key().startsWith(prefix)) {
        String name = event.key().substring(prefix.length());
        if (event.value() == null) {
          values.remove(name);
        } else {
          values.put(name, event.value());
        }
      }
    }
    Map<String, JsonNode> parsed = new TreeMap<>();
    values.forEach((name, value) -> parsed.put(name, Json.parse(value)));
    return parsed;
  }

  private JobAccount account(Map<String, JobAccount> all, String job) {
    return all.computeIfAbsent(job, j -> new JobAccount(group));
  }

  /** All of it, and up to the entry that a job's state contains. */
  private void replay(Recorded event, Map<String, Position> applied) {
    Position position = Position.parse(journal.position(event));
    JsonNode entry = Json.parse(String.valueOf(event.value()));
    for (JsonNode record : entry.path("records")) {
      String job = record.elements().next().asText();
      String node = entry.path("node").asText();
      account(whole, job).add(record, position.term(), node);
      Position upTo = applied.get(job);
      if (upTo != null && position.compareTo(upTo) <= 0) {
        account(accounts, job).add(record, position.term(), node);
      }
    }
  }

  private void compare(String job, JsonNode state) {
    JobAccount account = account(accounts, job);
    same(job, "runs that ended", account.finished, state.path("finished").asLong());
    TreeSet<String> open = new TreeSet<>();
    state.path("open").forEach(run -> open.add(run.get("run").asText()));
    same(job, "open runs", account.open, open);
    Map<String, JobAccount.Mark> cursors = new TreeMap<>();
    for (JsonNode cursor : state.path("cursors")) {
      cursors.put(
          cursor.get("trigger").asText(),
          new JobAccount.Mark(Json.millis(cursor.get("slot")), cursor.path("edition").asText()));
    }
    same(job, "cursors", account.cursors, cursors);
    runs(account, job, "state", state);
  }

  private void runs(JobAccount account, String job, String where, JsonNode state) {
    for (JsonNode run : state.path(state.has("runs") ? "runs" : "last")) {
      JobAccount.Ran kept =
          new JobAccount.Ran(
              run.get("term").asLong(), run.get("node").asText(), run.get("state").asText());
      JobAccount.Ran said = account.runs.get(run.get("run").asText());
      same(job, where + ": " + run.get("run").asText(), said, kept);
    }
  }

  private void same(String job, String what, Object journalSays, Object stored) {
    if (!stored.equals(journalSays)) {
      troubles.add(
          "%s of job %s: the journal says %s, stored is %s"
              .formatted(what, job, journalSays, stored));
    }
  }
}
