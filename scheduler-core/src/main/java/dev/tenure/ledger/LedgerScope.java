package dev.tenure.ledger;

import dev.tenure.model.GroupName;
import dev.tenure.model.JobName;
import dev.tenure.model.KeyLayout;
import dev.tenure.model.NodeName;

/**
 * Whose ledger it is.
 *
 * @param layout where the keys lie
 * @param group the group
 * @param node this node, as it signs its claims
 */
public record LedgerScope(KeyLayout layout, GroupName group, NodeName node) {

  String prefix() {
    return layout.states(group);
  }

  String key(JobName job) {
    return layout.state(group, job);
  }

  JobStateJson json(JobName job) {
    return new JobStateJson(group, job);
  }
}
