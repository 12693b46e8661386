package dev.tenure.definition;

import dev.tenure.json.Json;
import dev.tenure.json.JsonObject;
import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import dev.tenure.model.KeyLayout;
import dev.tenure.model.NodeName;
import dev.tenure.model.RunId;
import dev.tenure.store.Bytes;
import dev.tenure.store.Commit;
import dev.tenure.store.LeaseId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What somebody did to a group through an interface. It is written in one transaction with what was
 * done, so that neither is there without the other.
 *
 * @param id a name that no other has; {@link Ids#request()}
 * @param at when, by the clock of the node that was asked; whole microseconds
 * @param node the node that was asked
 * @param actor who did it
 * @param deed what was done
 */
public record AuditEntry(String id, Instant at, NodeName node, Actor actor, Deed deed) {

  /**
   * The most characters of JSON that a definition before or after may take; what is longer goes.
   */
  static final int MOST = 16_384;

  /** Throws {@link IllegalArgumentException} for an id that is not fit for a key. */
  public AuditEntry {
    Ids.check(id);
    at = at.truncatedTo(ChronoUnit.MICROS);
  }

  /** What is written to note it in the trail of a group. */
  public Commit.Write note(KeyLayout layout, GroupName group) {
    return new Commit.Put(layout.auditEntry(group, at, id), bytes(), LeaseId.NONE);
  }

  /** As it lies in the store. */
  Bytes bytes() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("at", at);
    tree.put("who", actor.name());
    tree.put("role", actor.role());
    tree.put("from", actor.from());
    tree.put("node", node);
    tree.put("what", deed.what().word());
    tree.put("job", deed.job());
    tree.put("run", deed.run());
    tree.put("before", bounded(deed.before()));
    tree.put("after", bounded(deed.after()));
    return Bytes.utf8(Json.write(tree));
  }

  private static Optional<Map<String, Object>> bounded(Map<String, Object> definition) {
    if (definition.isEmpty()) {
      return Optional.empty();
    }
    int length = Json.write(definition).length();
    return Optional.of(length <= MOST ? definition : Map.of("too-long", length));
  }

  /**
   * What an entry says.
   *
   * @param id its id, which is in its key
   * @throws RuntimeException of several kinds for what is no entry
   */
  public static AuditEntry read(String id, Bytes value) {
    JsonObject json = JsonObject.parse(value.utf8());
    return new AuditEntry(
        id,
        json.requiredInstant("at"),
        new NodeName(json.requiredText("node")),
        new Actor(json.requiredText("who"), json.requiredText("role"), json.requiredText("from")),
        new Deed(
            Deed.What.valueOf(json.requiredText("what").toUpperCase(Locale.ROOT)),
            json.text("job").map(JobName::new),
            json.text("run").map(RunId::parse),
            definition(json, "before"),
            definition(json, "after")));
  }

  private static Map<String, Object> definition(JsonObject json, String name) {
    Map<String, Object> members = new LinkedHashMap<>();
    json.object(name)
        .ifPresent(
            object ->
                object
                    .members()
                    .forEach(
                        (key, value) -> {
                          if (value != null) {
                            members.put(key, value);
                          }
                        }));
    return members;
  }
}
