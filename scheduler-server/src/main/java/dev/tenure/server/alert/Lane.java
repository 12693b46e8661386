package dev.tenure.server.alert;

import dev.tenure.config.ChannelConfig.Delivery;
import dev.tenure.server.alert.ChannelMeter.Outcome;
import dev.tenure.server.alert.DeliveryException.Hope;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A channel with its queue and its thread. One message at a time is sent, and tried again for a
 * while; what follows waits, and what there is no room for is dropped.
 */
final class Lane implements AutoCloseable {

  /** How long an ending node goes on sending. */
  static final Duration GRACE = Duration.ofSeconds(3);

  private static final Duration IDLE = Duration.ofMillis(200);

  private static final Logger log = LoggerFactory.getLogger(Lane.class);

  private final Channel channel;
  private final Delivery delivery;
  private final BlockingQueue<Item> queue;
  private final ChannelMeter meter;
  private final RandomGenerator random;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final AtomicLong dropped = new AtomicLong();
  private final Thread thread;

  private record Item(Message message, Runnable settled) {}

  /**
   * A lane whose thread runs.
   *
   * @param capacity how many messages wait at most
   * @param random the source of the jitter
   */
  Lane(
      Channel channel,
      Delivery delivery,
      int capacity,
      ChannelMeter meter,
      RandomGenerator random) {
    this.channel = channel;
    this.delivery = delivery;
    this.queue = new ArrayBlockingQueue<>(capacity);
    this.meter = meter;
    this.random = random;
    thread = new Thread(this::run, "alert-" + channel.name());
    thread.setDaemon(true);
    thread.start();
  }

  Channel channel() {
    return channel;
  }

  /** Takes a message, or drops it; returns at once. */
  void add(Message message, Runnable settled) {
    if (queue.offer(new Item(message, settled))) {
      return;
    }
    meter.onMessage(channel.name(), Outcome.DROPPED);
    long so = dropped.incrementAndGet();
    // Not a line for each: there may be thousands.
    if (Long.bitCount(so) == 1) {
      log.warn(
          "channel {}: {} messages wait, {} were dropped so far, such as {}",
          channel.name(),
          queue.size(),
          so,
          message.key());
    }
    settled.run();
  }

  private boolean isClosing() {
    return closing.getCount() == 0;
  }

  private void run() {
    try {
      while (!Thread.interrupted() && !(isClosing() && queue.isEmpty())) {
        Item next = queue.poll(IDLE.toMillis(), TimeUnit.MILLISECONDS);
        if (next != null) {
          deliver(next);
        }
      }
    } catch (InterruptedException e) {
      log.debug("channel {} ends with {} messages", channel.name(), queue.size());
    }
  }

  /** What is not sent when the node ends is not settled either: another node sends it. */
  private void deliver(Item item) throws InterruptedException {
    for (int tries = 1; ; tries++) {
      try {
        channel.send(item.message());
        meter.onMessage(channel.name(), Outcome.SENT);
        item.settled().run();
        return;
      } catch (DeliveryException e) {
        if (isClosing()) {
          return;
        }
        if (e.hope() == Hope.NEVER || tries >= delivery.attempts()) {
          giveUp(item, tries, e.getMessage());
          return;
        }
        Duration wait = delivery.backoff().wait(tries, random);
        log.info(
            "channel {}: {}; try {} of {} follows in {} ms",
            channel.name(),
            e.getMessage(),
            tries + 1,
            delivery.attempts(),
            wait.toMillis());
        if (closing.await(wait.toNanos(), TimeUnit.NANOSECONDS)) {
          return;
        }
      } catch (RuntimeException e) {
        giveUp(item, tries, "this is a defect, please report it: " + e);
        log.error("channel {} failed", channel.name(), e);
        return;
      }
    }
  }

  private void giveUp(Item item, int tries, @Nullable String why) {
    meter.onMessage(channel.name(), Outcome.FAILED);
    log.error(
        "channel {}: message {} is given up after {} of {} tries: {}. It said: {}",
        channel.name(),
        item.message().key(),
        tries,
        delivery.attempts(),
        why,
        item.message().json());
    item.settled().run();
  }

  /** Lets what waits be tried once more, for {@link #GRACE} at most. Blocks until then. */
  @Override
  public void close() {
    closing.countDown();
    try {
      thread.join(GRACE.toMillis());
      if (thread.isAlive()) {
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
