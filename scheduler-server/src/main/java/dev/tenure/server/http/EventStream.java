package dev.tenure.server.http;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.util.Callback;

/**
 * Sends what one client is told, as fast as that client reads: one piece at a time, and the next
 * holds what has come up meanwhile. Whoever does not take a piece in the time of an answer is
 * dropped, as with every answer. Between the pieces no thread belongs to it.
 */
final class EventStream implements Callback {

  private final EventFeed feed;
  private final Answer answer;
  private final Executor threads;
  private final CompletableFuture<Void> ended = new CompletableFuture<>();

  /** How often there was more since somebody began to send; 0 when nobody does. */
  private final AtomicInteger calls = new AtomicInteger();

  EventStream(EventFeed feed, Answer answer, Executor threads) {
    this.feed = feed;
    this.answer = answer;
    this.threads = threads;
  }

  /** Begins to send; the future completes when the stream has ended, whoever ended it. */
  CompletableFuture<Void> begin() {
    feed.onMore(this::more);
    more();
    return ended;
  }

  private void more() {
    if (calls.getAndIncrement() == 0) {
      sendSoon();
    }
  }

  private void sendSoon() {
    try {
      threads.execute(this::send);
    } catch (RejectedExecutionException e) {
      end();
    }
  }

  private void send() {
    int seen;
    do {
      seen = calls.get();
      String text = feed.take();
      if (!text.isEmpty()) {
        answer.push(text.getBytes(StandardCharsets.UTF_8), this);
        return;
      }
      if (feed.state() != EventFeed.State.OPEN) {
        end();
        return;
      }
    } while (!calls.compareAndSet(seen, 0));
  }

  /** The client has taken the piece. */
  @Override
  public void succeeded() {
    sendSoon();
  }

  /** The client is gone, which is how most streams end. */
  @Override
  public void failed(Throwable x) {
    end();
  }

  @Override
  public InvocationType getInvocationType() {
    return InvocationType.NON_BLOCKING;
  }

  private void end() {
    feed.close();
    ended.complete(null);
  }
}
