package dev.tenure.server.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/**
 * The body of a request while it arrives, which no thread waits for. One that is too long is read
 * on for a while and forgotten, as many a client reads no answer before it has sent everything.
 */
final class ArrivingBody implements Runnable {

  static final int MAX_BYTES = 1 << 20;
  private static final int MAX_FORGOTTEN_BYTES = 8 << 20;

  private final Request request;
  private final BodyRoom room;
  private final CompletableFuture<byte[]> whole = new CompletableFuture<>();
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private long received;

  ArrivingBody(Request request, BodyRoom room) {
    this.request = request;
    this.room = room;
  }

  /**
   * Begins to read. The stage completes with the body, for which there is room until it is given
   * back; or fails with a {@link Refusal}.
   */
  CompletableFuture<byte[]> read() {
    run();
    return whole;
  }

  @Override
  public void run() {
    while (!whole.isDone()) {
      Content.Chunk chunk = request.read();
      if (chunk == null) {
        request.demand(this);
        return;
      }
      if (Content.Chunk.isFailure(chunk)) {
        fail(refusal(chunk.getFailure()));
        return;
      }
      boolean last = chunk.isLast();
      take(chunk.getByteBuffer());
      chunk.release();
      if (last) {
        end();
      }
    }
  }

  private void take(ByteBuffer bytes) {
    int more = bytes.remaining();
    received += more;
    if (received > MAX_FORGOTTEN_BYTES) {
      fail(tooLong());
    } else if (received <= MAX_BYTES) {
      if (!room.grow(kept.size(), kept.size() + more)) {
        fail(
            Problem.unavailable(
                "unavailable",
                "the bodies that are arriving take all the memory there is for them; try again in a"
                    + " moment"));
        return;
      }
      byte[] copy = new byte[more];
      bytes.get(copy);
      kept.writeBytes(copy);
    }
  }

  private void end() {
    if (received > MAX_BYTES) {
      fail(tooLong());
    } else {
      whole.complete(kept.toByteArray());
    }
  }

  private void fail(Problem problem) {
    if (whole.completeExceptionally(new Refusal(problem))) {
      room.giveBack(kept.size());
    }
  }

  static Problem tooLong() {
    return Problem.ofStatus(413, "a body may take " + MAX_BYTES + " bytes, and this one is longer");
  }

  private static Problem refusal(Throwable failure) {
    if (failure instanceof TimeoutException) {
      return Problem.ofStatus(408, "the body stopped to arrive");
    }
    int status = failure instanceof HttpException http ? http.getCode() : 400;
    return Problem.ofStatus(
        status >= 500 ? 400 : status, "the body did not arrive as it was announced");
  }
}
