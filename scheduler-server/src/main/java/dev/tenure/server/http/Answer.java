package dev.tenure.server.http;

import dev.tenure.time.NanoClock;
import jakarta.servlet.ServletRequest;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * An answer on its way out, which no thread waits for: it is kept until it is whole, and then
 * written while the client reads, however slowly. Streams of events pass piece by piece.
 *
 * <p>As every answer is made in memory anyway, keeping it costs no more than a copy.
 */
final class Answer extends Response.Wrapper {

  private static final String ATTRIBUTE = Answer.class.getName();
  private static final String STREAM = "text/event-stream";

  private final Line line;
  private final NanoClock clock;
  private ByteArrayOutputStream kept = new ByteArrayOutputStream();

  Answer(Request request, Response wrapped, Line line, NanoClock clock) {
    super(request, wrapped);
    this.line = line;
    this.clock = clock;
    request.setAttribute(ATTRIBUTE, this);
  }

  /** The answer to a request, for what lies behind the servlet API. */
  static Answer of(ServletRequest request) {
    if (request.getAttribute(ATTRIBUTE) instanceof Answer answer) {
      return answer;
    }
    throw new IllegalStateException("the request did not come by the porch");
  }

  /** Whom it is for. */
  Guest guest() {
    return line.guest();
  }

  /** Sends a piece of a stream. */
  void push(byte[] piece, Callback callback) {
    send(false, ByteBuffer.wrap(piece), callback);
  }

  @Override
  public void write(boolean last, @Nullable ByteBuffer content, Callback callback) {
    if (isStream()) {
      send(last, content, callback);
      return;
    }
    keep(content);
    if (last) {
      send(true, whole(), callback);
    } else {
      callback.succeeded();
    }
  }

  @Override
  public void reset() {
    kept.reset();
    super.reset();
  }

  /** What is to be called in place of the callback of the request. */
  Callback ending(Callback callback) {
    return new Ending(callback);
  }

  private boolean isStream() {
    String type = getHeaders().get(HttpHeader.CONTENT_TYPE);
    return type != null && type.startsWith(STREAM);
  }

  private void keep(@Nullable ByteBuffer content) {
    if (content != null && content.hasRemaining()) {
      byte[] bytes = new byte[content.remaining()];
      content.get(bytes);
      kept.writeBytes(bytes);
    }
  }

  /** What was kept, compressed where that makes sense. */
  private ByteBuffer whole() {
    byte[] plain = kept.toByteArray();
    // Not reset: that would keep what it has grown to for as long as the client reads.
    kept = new ByteArrayOutputStream(0);
    HttpFields.Mutable headers = getHeaders();
    String type = headers.get(HttpHeader.CONTENT_TYPE);
    if (plain.length == 0 || type == null || !Gzip.fits(type) || isCommitted()) {
      return ByteBuffer.wrap(plain);
    }
    headers.put(HttpHeader.VARY, "Accept-Encoding");
    if (!Gzip.wanted(getRequest().getHeaders(), plain.length)) {
      return ByteBuffer.wrap(plain);
    }
    headers.put(HttpHeader.CONTENT_ENCODING, "gzip");
    headers.remove(HttpHeader.CONTENT_LENGTH);
    return ByteBuffer.wrap(Gzip.compress(plain));
  }

  private void send(boolean last, @Nullable ByteBuffer content, Callback callback) {
    line.writing(clock.nanos());
    super.write(last, content, new Written(line, callback));
  }

  /** The client has read it, or is gone. */
  private record Written(Line line, Callback then) implements Callback {

    @Override
    public void succeeded() {
      line.written();
      then.succeeded();
    }

    @Override
    public void failed(Throwable x) {
      line.written();
      then.failed(x);
    }

    @Override
    public InvocationType getInvocationType() {
      return then.getInvocationType();
    }
  }

  /** Whoever made the answer has nothing to add. */
  private final class Ending implements Callback {
    private final Callback then;

    Ending(Callback then) {
      this.then = then;
    }

    @Override
    public void succeeded() {
      if (kept.size() > 0 && !hasLastWrite()) {
        send(true, whole(), Callback.from(this::end, then::failed));
      } else {
        end();
      }
    }

    private void end() {
      line.answered(clock.nanos());
      then.succeeded();
    }

    @Override
    public void failed(Throwable x) {
      line.answered(clock.nanos());
      then.failed(x);
    }

    @Override
    public InvocationType getInvocationType() {
      return then.getInvocationType();
    }
  }
}
