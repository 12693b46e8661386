package dev.tenure.server.http;

import dev.tenure.definition.AuditEntry;
import dev.tenure.definition.Deed;
import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import dev.tenure.node.AuditTrail;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Those entries of the audit trails of some groups that a request asks for, the newest first. Used
 * by one thread at a time.
 */
final class AuditSearch {

  private static final int MOST = 500;
  private static final int SOME = 50;

  private final Optional<JobName> job;
  private final Optional<String> who;
  private final Set<String> what;
  private final Optional<Instant> from;
  private final Optional<Instant> to;
  private final int limit;
  private final String begins;
  private final List<Found> found = new ArrayList<>();

  /** An entry, and of which group. */
  record Found(GroupName group, AuditTrail.Noted noted) {}

  /** Throws {@link Refusal} for parameters that stand for nothing. */
  AuditSearch(Parameters parameters) {
    job = parameters.name("job", JobName::new);
    who = parameters.request().query("who");
    what =
        parameters.words("what", Arrays.stream(Deed.What.values()).map(Deed.What::name).toList());
    from = parameters.instant("from");
    to = parameters.instant("to");
    limit = parameters.limit(MOST, SOME);
    begins = parameters.request().query("before").orElse("");
    if (!begins.matches("|[0-9]{16}-[0-9A-Za-z]{1,64}")) {
      throw Parameters.wrong("before", begins, "what the page before told");
    }
  }

  /** The place behind which it begins; empty for the newest entry. */
  String begins() {
    return begins;
  }

  /** The entries of one group on their way in. */
  static final class OfGroup {
    private final AuditSearch search;
    private final GroupName group;
    private int taken;

    OfGroup(AuditSearch search, GroupName group) {
      this.search = search;
      this.group = group;
    }

    /** Takes it if it is asked for; answers whether more of this group are of use. */
    boolean offer(AuditTrail.Noted noted) {
      AuditEntry entry = noted.entry();
      if (search.from.filter(first -> entry.at().isBefore(first)).isPresent()) {
        return false;
      }
      if (search.fits(entry)) {
        search.found.add(new Found(group, noted));
        taken++;
      }
      // One more than are shown tells that it goes on.
      return taken <= search.limit;
    }
  }

  private boolean fits(AuditEntry entry) {
    return to.filter(last -> entry.at().isAfter(last)).isEmpty()
        && (job.isEmpty() || entry.deed().job().equals(job))
        && (who.isEmpty() || entry.actor().name().equals(who.get()))
        && (what.isEmpty() || what.contains(entry.deed().what().name()));
  }

  /** In their order. */
  List<Found> found() {
    return found.stream()
        .sorted(Comparator.comparing(one -> one.noted().place()))
        .limit(limit)
        .toList();
  }

  /** Where the next page begins; empty if this is the last one. */
  Optional<String> goesOn() {
    if (found.size() <= limit) {
      return Optional.empty();
    }
    List<Found> shown = found();
    return Optional.of(shown.get(shown.size() - 1).noted().place());
  }
}
