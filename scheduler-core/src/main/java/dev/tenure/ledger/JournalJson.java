package dev.tenure.ledger;

import dev.tenure.json.JsonReader;
import dev.tenure.json.JsonWriter;
import dev.tenure.model.GroupName;
import dev.tenure.model.RunId;
import dev.tenure.store.Bytes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Journal entries as JSON, and back. Each record begins with what happened and to which job; what
 * is usual is left out: the trigger with the job's name, the first attempt, the kind "scheduled".
 */
final class JournalJson {

  private final GroupName group;
  private final KnownNames names;

  JournalJson(GroupName group, KnownNames names) {
    this.group = group;
    this.names = names;
  }

  /** An entry to which records are added one by one. */
  static final class Draft {
    private final JsonWriter to = new JsonWriter().object();
    private int records;

    Draft(EntryFacts facts) {
      to.text("node", facts.node()).instant("at", facts.at()).list("records");
    }

    /** Throws {@link IllegalArgumentException} for data that has no form in JSON. */
    void add(JournalRecord record) {
      RecordJson.write(to, record);
      records++;
    }

    int size() {
      return to.size();
    }

    int records() {
      return records;
    }

    Bytes value() {
      return Bytes.of(to.endList().end().toBytes());
    }
  }

  /** Throws {@link IllegalArgumentException} that says what is wrong with the text. */
  JournalEntry read(Position position, Bytes value) {
    JsonReader from = new JsonReader(value.toArray());
    String node = null;
    Instant at = null;
    List<JournalRecord> records = new ArrayList<>();
    from.beginObject();
    for (String name = from.nextName(); name != null; name = from.nextName()) {
      switch (name) {
        case "node" -> node = names.word(from.text());
        case "at" -> at = from.instant();
        case "records" -> {
          from.beginList();
          while (from.hasNext()) {
            records.add(new RecordJson(group, names, from).record());
          }
        }
        default -> from.skip();
      }
    }
    from.end();
    return new JournalEntry(
        new EntryFacts(group, position, RunJson.there("node", node), RunJson.there("at", at)),
        records);
  }

  static void run(JsonWriter to, RunId run) {
    if (!run.trigger().isOf(run.job())) {
      to.text("trigger", run.trigger().value());
    }
    to.instant("slot", run.slotMillis());
    if (run.attempt() != 1) {
      to.number("attempt", run.attempt());
    }
  }
}
