package dev.tenure.server.cli;

import dev.tenure.verify.Breach;
import dev.tenure.verify.Finding;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What a person may do about findings: one line for each kind of them. */
final class VerdictAdvice {

  private VerdictAdvice() {}

  static List<String> of(List<Finding> findings, boolean isLed) {
    Set<Breach> breaches = EnumSet.noneOf(Breach.class);
    findings.forEach(finding -> breaches.add(finding.breach()));
    List<String> advice = new ArrayList<>();
    if (breaches.remove(Breach.OVERDUE)) {
      advice.add(
          isLed
              ? "overdue: see the leader's log: does it lack the job's class, or are all of its"
                  + " threads busy? What is catching up is accounted for bit by bit: look again"
              : "overdue: nobody leads the group: start a node");
    }
    if (breaches.remove(Breach.NO_END)) {
      advice.add(
          isLed
              ? "no-end: a leader records such a run as LOST when its term begins; see its log"
              : "no-end: the next leader records such a run as LOST: start a node");
    }
    if (breaches.remove(Breach.UNREADABLE)) {
      advice.add(
          "unreadable: somebody else wrote the key. Restore its value, or delete it; then let the"
              + " leader change. Until then nothing is said of what it held");
    }
    if (!breaches.isEmpty()) {
      advice.add(
          "If nobody edited the ledger by hand, this is a defect of Tenure: keep a snapshot"
              + " (`etcdctl snapshot save`) and the nodes' logs, and report it");
    }
    return advice;
  }
}
