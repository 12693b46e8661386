package dev.tenure.jobstore;

import dev.tenure.etcd.EtcdSettings;
import dev.tenure.model.GroupName;
import dev.tenure.model.KeyLayout;
import dev.tenure.model.NodeName;
import java.time.Duration;

/**
 * What the properties of a job store say.
 *
 * @param etcd how etcd is reached
 * @param layout where the keys lie
 * @param group the group whose schedulers share jobs and leader
 * @param node signs what this JVM writes
 * @param sessionTtl how long a dead leader's place is kept
 * @param startTimeout how long the start waits for etcd
 * @param grace how long running jobs may go on when the leadership is handed over
 * @param beginTimeout how long after it was fired a run may begin
 * @param catchUpRate how many missed slots are run in a second at most
 */
record StoreSettings(
    EtcdSettings etcd,
    KeyLayout layout,
    GroupName group,
    NodeName node,
    Duration sessionTtl,
    Duration startTimeout,
    Duration grace,
    Duration beginTimeout,
    int catchUpRate) {}
