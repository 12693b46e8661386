package dev.tenure.node;

import dev.tenure.definition.AuditEntry;
import dev.tenure.election.Leadership;
import dev.tenure.model.GroupName;
import dev.tenure.model.KeyLayout;
import dev.tenure.store.Commit;
import dev.tenure.store.CommitResult;
import dev.tenure.store.Entry;
import dev.tenure.store.Listing;
import dev.tenure.store.Store;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was done to a group through interfaces, as it lies in etcd, the newest first. Thread-safe;
 * no method blocks. Stages fail as the store does.
 */
public final class AuditTrail {

  private static final Logger log = LoggerFactory.getLogger(AuditTrail.class);
  private static final int PART = 500;

  private final Store store;
  private final KeyLayout layout;
  private final GroupName group;

  AuditTrail(Store store, KeyLayout layout, GroupName group) {
    this.store = store;
    this.layout = layout;
    this.group = group;
  }

  /**
   * An entry and where it stands.
   *
   * @param place the places of all groups sort as their entries do, the newest first
   */
  public record Noted(String place, AuditEntry entry) {}

  /**
   * A part of the trail.
   *
   * @param entries in order; without those that cannot be read
   * @param next the place after which the next part begins; empty if this was the last one
   */
  public record Part(List<Noted> entries, Optional<String> next) {
    public Part {
      entries = List.copyOf(entries);
    }
  }

  /**
   * Reads a part of it.
   *
   * @param after the place before it; empty for the newest part
   */
  public CompletionStage<Part> read(String after) {
    return list(layout.audit(group) + after, PART).thenApply(this::part);
  }

  private CompletionStage<Listing> list(String afterKey, int limit) {
    try {
      return store.list(layout.audit(group), afterKey, limit);
    } catch (RuntimeException e) {
      return CompletableFuture.failedStage(e);
    }
  }

  private Part part(Listing listing) {
    List<Noted> entries = new ArrayList<>();
    String last = "";
    for (Entry entry : listing.entries()) {
      last = entry.key().substring(layout.audit(group).length());
      read(last, entry).ifPresent(entries::add);
    }
    return new Part(
        entries, listing.entries().size() < PART ? Optional.empty() : Optional.of(last));
  }

  private Optional<Noted> read(String place, Entry entry) {
    try {
      String id = place.substring(place.indexOf('-') + 1);
      return Optional.of(new Noted(place, AuditEntry.read(id, entry.value())));
    } catch (RuntimeException e) {
      log.warn("{} cannot be read and is left out: {}", entry.key(), e.getMessage());
      return Optional.empty();
    }
  }

  /** The first key of all that is older; empty if nothing is. */
  CompletionStage<Optional<String>> olderThan(Instant instant) {
    return list(layout.auditBefore(group, instant), 1).thenApply(AuditTrail::first);
  }

  /** The newest key; empty if there is none. */
  CompletionStage<Optional<String>> newest() {
    return list(layout.audit(group), 1).thenApply(AuditTrail::first);
  }

  /** The first key of all beyond so many; empty if there are no more. */
  CompletionStage<Optional<String>> beyond(int entries) {
    return beyond(layout.audit(group), entries);
  }

  private CompletionStage<Optional<String>> beyond(String afterKey, int entries) {
    int limit = Math.min(PART, entries + 1);
    return list(afterKey, limit)
        .thenCompose(
            listing -> {
              List<Entry> found = listing.entries();
              if (found.size() > entries) {
                return CompletableFuture.completedStage(Optional.of(found.get(entries).key()));
              }
              return found.size() < limit
                  ? CompletableFuture.completedStage(Optional.empty())
                  : beyond(found.get(found.size() - 1).key(), entries - found.size());
            });
  }

  private static Optional<String> first(Listing listing) {
    return listing.entries().stream().findFirst().map(Entry::key);
  }

  /** Deletes from that key on to the oldest one, as long as the leadership lasts. */
  CompletionStage<CommitResult> deleteFrom(String key, Leadership leadership) {
    String all = layout.audit(group);
    String end = all.substring(0, all.length() - 1) + '0';
    try {
      return store.commit(
          new Commit(List.of(leadership.fence()), List.of(new Commit.DeleteRange(key, end))));
    } catch (RuntimeException e) {
      return CompletableFuture.failedStage(e);
    }
  }
}
