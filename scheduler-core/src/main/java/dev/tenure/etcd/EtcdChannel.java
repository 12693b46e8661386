package dev.tenure.etcd;

import dev.tenure.loop.EventLoop;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ConnectivityState;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.netty.NegotiationType;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.ChannelOption;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The connection to etcd's members, and the deadline of every call on it.
 *
 * <p>jetcd builds a channel of its own but gives no handle to it. As an interceptor that sends each
 * call down this channel instead, we get the one thing that is missing there: gRPC's waits between
 * connection attempts grow to two minutes, and only the channel can cut them short. jetcd's own
 * channel never connects, since no call reaches it.
 */
final class EtcdChannel implements ClientInterceptor {

  private static final int ETCD_CLIENT_PORT = 2379;
  private static final String KEEP_ALIVE = "etcdserverpb.Lease/LeaseKeepAlive";

  /** The shortest that gRPC allows; etcd's server accepts pings from five seconds on. */
  private static final Duration PING_AFTER = Duration.ofSeconds(10);

  private static final Duration PING_TIMEOUT = Duration.ofSeconds(2);
  private static final Duration NUDGE_EVERY = Duration.ofSeconds(1);
  private static final int NUDGE_ALL_EVERY = 10;

  private final ManagedChannel channel;
  private final Optional<ClientTls> tls;
  private final Duration callTimeout;
  private final EventLoop loop;
  private final AtomicLong heardAt;

  EtcdChannel(
      EtcdSettings settings, Executor callbacks, EventLoop loop, Consumer<Instant> validUntil) {
    this.callTimeout = settings.callTimeout();
    this.loop = loop;
    this.heardAt = new AtomicLong(loop.clock().nanos());
    NettyChannelBuilder builder =
        NettyChannelBuilder.forTarget(target(settings))
            .executor(callbacks)
            .defaultLoadBalancingPolicy("round_robin")
            .keepAliveTime(PING_AFTER.toMillis(), TimeUnit.MILLISECONDS)
            .keepAliveTimeout(PING_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
            .keepAliveWithoutCalls(false)
            .maxInboundMessageSize(Integer.MAX_VALUE)
            .withOption(
                ChannelOption.CONNECT_TIMEOUT_MILLIS,
                Math.toIntExact(settings.connectTimeout().toMillis()));
    tls = settings.secure() ? Optional.of(ClientTls.open(settings, validUntil)) : Optional.empty();
    if (tls.isPresent()) {
      builder.sslContext(tls.get().context());
    } else {
      builder.negotiationType(NegotiationType.PLAINTEXT);
    }
    this.channel = builder.build();
    nudgeLater(1);
  }

  @Override
  public <Q, A> ClientCall<Q, A> interceptCall(
      MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
    boolean single = method.getType() == MethodDescriptor.MethodType.UNARY;
    // The stream of renewals is one, too: we only ever send one renewal down each.
    if (single || method.getFullMethodName().equals(KEEP_ALIVE)) {
      options = options.withDeadlineAfter(callTimeout.toNanos(), TimeUnit.NANOSECONDS);
    }
    return new HeardCall<>(channel.newCall(method, options));
  }

  /** Ends all calls and connections; waits a moment for their callbacks. Idempotent. */
  void close() {
    tls.ifPresent(ClientTls::close);
    channel.shutdownNow();
    try {
      channel.awaitTermination(500, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The members as jetcd's name resolver {@code ip} takes them. */
  static String target(EtcdSettings settings) {
    return settings.endpoints().stream()
        .map(EtcdChannel::hostAndPort)
        .distinct()
        .collect(Collectors.joining(",", "ip:///", ""));
  }

  private static String hostAndPort(URI endpoint) {
    int port = endpoint.getPort() == -1 ? ETCD_CLIENT_PORT : endpoint.getPort();
    return URLEncoder.encode(endpoint.getHost(), StandardCharsets.UTF_8) + ":" + port;
  }

  /**
   * Looks for other connections when not a word came from any member for as long as a call may
   * take. gRPC itself notices a dead connection after twelve seconds, and one that dies before the
   * first HTTP/2 frame never. Calls in progress keep their connection.
   */
  private void ended(Status status) {
    long now = loop.clock().nanos();
    if (status.getCode() != Status.Code.DEADLINE_EXCEEDED) {
      return;
    }
    long since = heardAt.get();
    boolean silent = now - since >= callTimeout.toNanos();
    if (silent && heardAt.compareAndSet(since, now)) {
      channel.enterIdle();
    }
  }

  /** A call that notes each word from the other side. */
  private final class HeardCall<Q, A> extends SimpleForwardingClientCall<Q, A> {
    HeardCall(ClientCall<Q, A> call) {
      super(call);
    }

    @Override
    public void start(Listener<A> listener, Metadata headers) {
      super.start(
          new SimpleForwardingClientCallListener<>(listener) {
            @Override
            public void onHeaders(Metadata received) {
              heardAt.set(loop.clock().nanos());
              super.onHeaders(received);
            }

            @Override
            public void onMessage(A message) {
              heardAt.set(loop.clock().nanos());
              super.onMessage(message);
            }

            @Override
            public void onClose(Status status, Metadata trailers) {
              ended(status);
              super.onClose(status, trailers);
            }
          },
          headers);
    }
  }

  private void nudgeLater(int count) {
    loop.schedule(NUDGE_EVERY, () -> nudge(count));
  }

  private void nudge(int count) {
    // While some member answers, the dead ones matter less: they are tried every tenth time.
    boolean cutOff = channel.getState(false) == ConnectivityState.TRANSIENT_FAILURE;
    if (cutOff || count % NUDGE_ALL_EVERY == 0) {
      channel.resetConnectBackoff();
    }
    nudgeLater(count + 1);
  }
}
