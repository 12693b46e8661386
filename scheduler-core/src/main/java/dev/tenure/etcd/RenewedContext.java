package dev.tenure.etcd;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolNegotiator;
import io.netty.handler.ssl.SslContext;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSessionContext;

/**
 * The TLS context that counts when a connection is made. Each one that replaces another begins
 * without sessions, so that no new connection shows a certificate from before. Thread-safe.
 */
final class RenewedContext extends SslContext {

  private final Supplier<SslContext> now;

  RenewedContext(Supplier<SslContext> now) {
    this.now = now;
  }

  @Override
  public boolean isClient() {
    return true;
  }

  @Override
  public List<String> cipherSuites() {
    return now.get().cipherSuites();
  }

  @Override
  @SuppressWarnings("deprecation") // there is no other way to say which protocols one speaks
  public ApplicationProtocolNegotiator applicationProtocolNegotiator() {
    return now.get().applicationProtocolNegotiator();
  }

  @Override
  public SSLEngine newEngine(ByteBufAllocator allocator) {
    return now.get().newEngine(allocator);
  }

  @Override
  public SSLEngine newEngine(ByteBufAllocator allocator, String peerHost, int peerPort) {
    return now.get().newEngine(allocator, peerHost, peerPort);
  }

  @Override
  public SSLSessionContext sessionContext() {
    return now.get().sessionContext();
  }
}
