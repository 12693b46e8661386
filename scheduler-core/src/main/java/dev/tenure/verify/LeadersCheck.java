package dev.tenure.verify;

import dev.tenure.model.GroupName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Whether each group had one leader whenever somebody could lead. */
final class LeadersCheck {

  private final Timeline timeline;
  private final Duration bound;
  private final Findings findings;

  LeadersCheck(Timeline timeline, Duration bound, Findings findings) {
    this.timeline = timeline;
    this.bound = bound;
    this.findings = findings;
  }

  void run(List<JobPlan> plans) {
    Map<GroupName, List<Timeline.Lead>> groups = new LinkedHashMap<>();
    plans.forEach(plan -> groups.computeIfAbsent(plan.group(), group -> new ArrayList<>()));
    timeline
        .leaders()
        .forEach(lead -> groups.computeIfAbsent(lead.group(), g -> new ArrayList<>()).add(lead));
    List<Timeline.Able> able =
        timeline.able().stream().sorted(Comparator.comparing(Timeline.Able::from)).toList();
    groups.forEach(
        (group, leads) -> {
          leads.sort(Comparator.comparing(Timeline.Lead::from));
          oneAtATime(leads);
          gaps(group, able, leads);
        });
  }

  private void oneAtATime(List<Timeline.Lead> leads) {
    Timeline.Lead longest = null;
    for (Timeline.Lead lead : leads) {
      if (longest != null && lead.from().isBefore(longest.to())) {
        findings.ofGroup(
            Breach.TWO_LEADERS, lead.group(), text(lead) + " while " + text(longest) + " led");
      }
      if (longest == null || lead.to().isAfter(longest.to())) {
        longest = lead;
      }
    }
  }

  private void gaps(GroupName group, List<Timeline.Able> able, List<Timeline.Lead> leads) {
    int next = 0;
    for (Timeline.Able span : able) {
      Instant reached = span.from();
      while (next < leads.size() && !leads.get(next).to().isAfter(reached)) {
        next++;
      }
      for (int i = next; i < leads.size() && leads.get(i).from().isBefore(span.to()); i++) {
        gap(group, reached, leads.get(i).from());
        reached = leads.get(i).to().isAfter(reached) ? leads.get(i).to() : reached;
      }
      gap(group, reached, span.to());
    }
  }

  private void gap(GroupName group, Instant from, Instant to) {
    Duration gap = Duration.between(from, to);
    if (gap.compareTo(bound) > 0) {
      findings.ofGroup(
          Breach.NO_LEADER,
          group,
          "nobody led from "
              + from
              + " to "
              + to
              + ", "
              + gap.toMillis()
              + " ms, though somebody could have; at most "
              + bound.toMillis()
              + " ms are allowed");
    }
  }

  private static String text(Timeline.Lead lead) {
    return "term "
        + lead.term()
        + " of node "
        + lead.node()
        + " ("
        + lead.from()
        + " to "
        + lead.to()
        + ")";
  }
}
