package dev.tenure.server.http;

import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/** A request whose body is there, so that whoever reads it never waits. */
final class ArrivedRequest extends Request.Wrapper {

  private final int length;
  private final AtomicReference<Content.Chunk> next;

  ArrivedRequest(Request wrapped, byte[] body) {
    super(wrapped);
    length = body.length;
    next = new AtomicReference<>(Content.Chunk.from(ByteBuffer.wrap(body), true));
  }

  @Override
  public long getLength() {
    return length;
  }

  @Override
  public Content.Chunk read() {
    return Objects.requireNonNull(next.getAndSet(Content.Chunk.EOF));
  }

  @Override
  public void demand(Runnable demandCallback) {
    demandCallback.run();
  }

  @Override
  public boolean consumeAvailable() {
    next.set(Content.Chunk.EOF);
    return true;
  }
}
