package dev.tenure.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.config.HttpLimits;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.ByteArrayEndPoint;
import org.junit.jupiter.api.Test;

final class LineTest {

  private static final HttpLimits LIMITS =
      new HttpLimits(1, 1, 1, 1, 1, 1, Duration.ofSeconds(3), Duration.ofSeconds(5));

  private final ByteArrayEndPoint end = new ByteArrayEndPoint();
  private final Heard connection = new Heard(end);
  private final Line line =
      new Line(connection, Guest.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1)), 0);

  /** A connection over which so much has come. */
  private static final class Heard extends AbstractConnection {
    private long bytes;

    Heard(ByteArrayEndPoint end) {
      super(end, Runnable::run);
    }

    @Override
    public long getBytesIn() {
      return bytes;
    }

    @Override
    public void onFillable() {}
  }

  private boolean staysAt(int seconds) {
    line.look(nanos(seconds), LIMITS);
    return end.isOpen();
  }

  private static long nanos(int seconds) {
    return Duration.ofSeconds(seconds).toNanos();
  }

  @Test
  void aRequestHasSoLongToArrive() {
    assertThat(staysAt(3)).isTrue();
    assertThat(staysAt(4)).isFalse();
  }

  @Test
  void anAnswerHasSoLongToBeRead() {
    line.arrived();
    assertThat(staysAt(1000)).as("the work takes as long as it takes").isTrue();
    line.writing(nanos(1000));
    assertThat(staysAt(1005)).isTrue();
    assertThat(staysAt(1006)).isFalse();
  }

  @Test
  void whoAsksForNothingMoreMayStayForAWhile() {
    line.arrived();
    line.answered(nanos(10));
    assertThat(staysAt(40)).isTrue();
    assertThat(staysAt(41)).isFalse();
  }

  @Test
  void aFurtherRequestHasNoMoreTimeThanTheFirst() {
    line.arrived();
    line.answered(nanos(10));
    connection.bytes = 1;
    assertThat(staysAt(39)).isTrue();
    assertThat(staysAt(42)).isTrue();
    assertThat(staysAt(43)).isFalse();
  }
}
