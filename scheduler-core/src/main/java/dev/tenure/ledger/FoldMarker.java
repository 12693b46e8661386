package dev.tenure.ledger;

import dev.tenure.json.JsonReader;
import dev.tenure.json.JsonWriter;
import dev.tenure.store.Bytes;
import dev.tenure.store.Entry;
import dev.tenure.store.LeaseId;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the fold marker says.
 *
 * @param folded the last entry whose records are all contained in states; it and all before it are
 *     deleted
 * @param leases of the last few terms the lease that the leader's key was bound to
 */
record FoldMarker(Position folded, SortedMap<Long, LeaseId> leases) {

  static final FoldMarker NONE = new FoldMarker(Position.NONE, new TreeMap<>());

  Bytes write() {
    JsonWriter to = new JsonWriter().object().text("folded", folded.toString()).list("terms");
    leases.forEach(
        (term, lease) -> to.object().number("term", term).text("lease", lease.hex()).end());
    return Bytes.of(to.endList().end().toBytes());
  }

  /** Throws {@link IllegalArgumentException} that says what is wrong with the value. */
  static FoldMarker read(Entry entry) {
    FoldMarker marker = read(entry.value());
    if (!marker.folded().isPossible(entry.modRevision())) {
      throw new IllegalArgumentException(
          "there can be no entry " + marker.folded() + " at revision " + entry.modRevision());
    }
    return marker;
  }

  private static FoldMarker read(Bytes value) {
    Position folded = Position.NONE;
    SortedMap<Long, LeaseId> leases = new TreeMap<>();
    JsonReader from = new JsonReader(value.toArray());
    from.beginObject();
    for (String name = from.nextName(); name != null; name = from.nextName()) {
      switch (name) {
        case "folded" -> folded = Position.parse(from.text());
        case "terms" -> {
          from.beginList();
          while (from.hasNext()) {
            readTerm(from, leases);
          }
        }
        default -> from.skip();
      }
    }
    return new FoldMarker(folded, leases);
  }

  private static void readTerm(JsonReader from, SortedMap<Long, LeaseId> leases) {
    long term = 0;
    String lease = "0";
    from.beginObject();
    for (String name = from.nextName(); name != null; name = from.nextName()) {
      switch (name) {
        case "term" -> term = from.number();
        case "lease" -> lease = from.text();
        default -> from.skip();
      }
    }
    leases.put(term, new LeaseId(Long.parseUnsignedLong(lease, 16)));
  }
}
