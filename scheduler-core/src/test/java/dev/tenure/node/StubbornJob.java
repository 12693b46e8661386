package dev.tenure.node;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.quartz.Job;
import org.quartz.JobExecutionContext;

/** Goes on until a test releases it, whatever it is told. */
public final class StubbornJob implements Job {

  private static final Map<String, CountDownLatch> HELD = new ConcurrentHashMap<>();

  private String channel = "";

  /** Tells the tests apart. */
  public void setChannel(String channel) {
    this.channel = channel;
  }

  static CountDownLatch of(String channel) {
    return HELD.computeIfAbsent(channel, c -> new CountDownLatch(1));
  }

  @Override
  public void execute(JobExecutionContext context) {
    boolean released = false;
    while (!released) {
      try {
        of(channel).await();
        released = true;
      } catch (InterruptedException e) {
        // It is stubborn.
      }
    }
  }
}
