package dev.tenure.ledger;

import dev.tenure.json.JsonReader;
import dev.tenure.json.JsonWriter;
import dev.tenure.json.TypedData;
import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import dev.tenure.model.TriggerName;
import dev.tenure.store.Bytes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** {@link JobState} as JSON that a person can read with {@code etcdctl get}, and back. */
final class JobStateJson {

  private final GroupName group;
  private final KnownNames names;

  JobStateJson(GroupName group, KnownNames names) {
    this.group = group;
    this.names = names;
  }

  Bytes write(JobName job, JobState state) {
    RunJson runs = new RunJson(group, job, names);
    JsonWriter to = new JsonWriter().object();
    to.number("finished", state.finished());
    List<Map.Entry<TriggerName, Cursor>> cursors =
        state.cursors().entrySet().stream().sorted(Map.Entry.comparingByKey()).toList();
    list(to, "cursors", cursors, (json, one) -> cursor(json, one.getKey(), one.getValue()));
    list(to, "open", state.open(), runs::open);
    list(to, "pending", state.pending(), runs::attempt);
    list(to, "last", state.last(), runs::end);
    list(to, "skipped", state.skipped(), runs::range);
    state
        .data()
        .ifPresent(
            data ->
                to.object("data")
                    .text("edition", data.edition())
                    .tree("values", TypedData.write(data.values()))
                    .end());
    chunks(to, state.chunks());
    state.gone().ifPresent(gone -> to.instant("gone", gone));
    if (!state.applied().equals(Position.NONE)) {
      to.text("applied", state.applied().toString());
    }
    return Bytes.of(to.end().toBytes());
  }

  private static <T> void list(
      JsonWriter to, String name, List<T> all, BiConsumer<JsonWriter, T> element) {
    if (!all.isEmpty()) {
      to.list(name);
      all.forEach(one -> element.accept(to, one));
      to.endList();
    }
  }

  private static void cursor(JsonWriter to, TriggerName trigger, Cursor cursor) {
    to.object()
        .text("trigger", trigger.value())
        .instant("slot", cursor.slot())
        .text("edition", cursor.edition())
        .number("fired", cursor.fired());
    cursor.before().ifPresent(before -> to.instant("before", before));
    to.end();
  }

  private static void chunks(JsonWriter to, Chunks chunks) {
    if (!chunks.equals(Chunks.NONE)) {
      to.object("chunks").number("first", chunks.first()).list("ends");
      for (long part : chunks.packed()) {
        to.number(part);
      }
      to.endList().end();
    }
  }

  /** Throws {@link IllegalArgumentException} that says what is wrong with the text. */
  JobState read(JobName job, Bytes value) {
    RunJson runs = new RunJson(group, job, names);
    JsonReader from = new JsonReader(value.toArray());
    Map<TriggerName, Cursor> cursors = new HashMap<>();
    List<OpenRun> open = List.of();
    List<PendingAttempt> pending = List.of();
    List<FinishedRun> last = List.of();
    long finished = 0;
    List<SkippedRange> skipped = List.of();
    Optional<KeptData> data = Optional.empty();
    Chunks chunks = Chunks.NONE;
    Optional<Instant> gone = Optional.empty();
    Position applied = Position.NONE;
    from.beginObject();
    for (String name = from.nextName(); name != null; name = from.nextName()) {
      switch (name) {
        case "cursors" -> list(from, json -> readCursor(json, cursors));
        case "open" -> open = list(from, runs::readOpen);
        case "pending" -> pending = list(from, runs::readAttempt);
        case "last" -> last = list(from, runs::readEnd);
        case "finished" -> finished = from.number();
        case "skipped" -> skipped = list(from, runs::readRange);
        case "data" -> data = Optional.of(readData(from));
        case "chunks" -> chunks = readChunks(from);
        case "gone" -> gone = Optional.of(from.instant());
        case "applied" -> applied = Position.parse(from.text());
        default -> from.skip();
      }
    }
    from.end();
    return new JobState(
        cursors, open, pending, last, finished, skipped, data, chunks, gone, applied);
  }

  static <T> List<T> list(JsonReader from, Function<JsonReader, T> element) {
    List<T> all = new ArrayList<>();
    from.beginList();
    while (from.hasNext()) {
      all.add(element.apply(from));
    }
    return all;
  }

  private Cursor readCursor(JsonReader from, Map<TriggerName, Cursor> all) {
    TriggerName trigger = null;
    Instant slot = null;
    String edition = "";
    long fired = 0;
    Instant before = null;
    from.beginObject();
    for (String name = from.nextName(); name != null; name = from.nextName()) {
      switch (name) {
        case "trigger" -> trigger = names.trigger(from.text());
        case "slot" -> slot = from.instant();
        case "edition" -> edition = names.word(from.text());
        case "fired" -> fired = from.number();
        case "before" -> before = from.instant();
        default -> from.skip();
      }
    }
    Cursor cursor =
        new Cursor(RunJson.there("slot", slot), edition, fired, Optional.ofNullable(before));
    all.put(RunJson.there("trigger", trigger), cursor);
    return cursor;
  }

  /** Data that a job keeps, in a state or a record. */
  static KeptData readData(JsonReader from) {
    String edition = "";
    Map<String, Object> values = Map.of();
    from.beginObject();
    for (String name = from.nextName(); name != null; name = from.nextName()) {
      switch (name) {
        case "edition" -> edition = from.text();
        case "values" -> values = TypedData.read(from.tree());
        default -> from.skip();
      }
    }
    return new KeptData(edition, values);
  }

  private static Chunks readChunks(JsonReader from) {
    int first = 1;
    long[] packed = new long[0];
    int read = 0;
    from.beginObject();
    for (String name = from.nextName(); name != null; name = from.nextName()) {
      switch (name) {
        case "first" -> first = from.smallNumber();
        case "ends" -> {
          from.beginList();
          while (from.hasNext()) {
            packed = read < packed.length ? packed : Arrays.copyOf(packed, read + 16);
            packed[read++] = from.number();
          }
        }
        default -> from.skip();
      }
    }
    if (read % 2 != 0) {
      throw new IllegalArgumentException("\"ends\" is not a list of pairs");
    }
    return Chunks.of(first, Arrays.copyOf(packed, read));
  }
}
