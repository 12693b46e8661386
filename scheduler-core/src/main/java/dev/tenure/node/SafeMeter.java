package dev.tenure.node;

import dev.tenure.election.Leadership;
import dev.tenure.model.GroupName;
import dev.tenure.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A meter that cannot harm whoever tells it something.
 *
 * @param meter the one that may throw
 */
record SafeMeter(NodeMeter meter) implements NodeMeter {

  private static final Logger log = LoggerFactory.getLogger(SafeMeter.class);

  private static void tell(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException e) {
      log.error("something could not be counted; this is a defect, please report it", e);
    }
  }

  @Override
  public void onGroups(List<GroupFace> groups) {
    tell(() -> meter.onGroups(groups));
  }

  @Override
  public void onLeading(GroupName group, Leadership leadership) {
    tell(() -> meter.onLeading(group, leadership));
  }

  @Override
  public void onFenced(GroupName group) {
    tell(() -> meter.onFenced(group));
  }

  @Override
  public void onStoreCall(Call call, Answer answer, Duration took) {
    tell(() -> meter.onStoreCall(call, answer, took));
  }

  @Override
  public void onCertificate(String use, Instant until) {
    tell(() -> meter.onCertificate(use, until));
  }

  @Override
  public void onWatchBroken(StoreException.Kind why) {
    tell(() -> meter.onWatchBroken(why));
  }
}
