package dev.tenure.testing;

import dev.tenure.etcd.EtcdSettings;
import dev.tenure.etcd.EtcdStore;
import dev.tenure.etcd.LocalEtcd;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One etcd process for all tests of a JVM that leave it whole: {@code @RegisterExtension static
 * final EtcdExtension etcd = new EtcdExtension();} or a parameter of type {@link LocalEtcd}. It
 * starts at the first use and ends with the last test. Tests that break etcd start their own with
 * {@link LocalEtcd#start}.
 */
public final class EtcdExtension implements ParameterResolver {

  private static final AtomicLong roots = new AtomicLong();

  /** The shared etcd; starts it if need be. */
  public LocalEtcd etcd() {
    return Shared.ETCD;
  }

  /** How to reach the shared etcd, with default settings. */
  public EtcdSettings settings() {
    return EtcdSettings.of(etcd().endpoints());
  }

  /** A new store on the shared etcd; the caller closes it. */
  public EtcdStore open() {
    return EtcdStore.open(settings());
  }

  /** A key prefix that no other test has; begins and ends with a slash. */
  public String freshRoot() {
    return "/test/" + ProcessHandle.current().pid() + "-" + roots.incrementAndGet() + "/";
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == LocalEtcd.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return etcd();
  }

  private static final class Shared {
    static final LocalEtcd ETCD = start();

    private static LocalEtcd start() {
      LocalEtcd etcd = LocalEtcd.start(LocalEtcd.Options.single());
      Runtime.getRuntime().addShutdownHook(new Thread(etcd::close, "shared-etcd-end"));
      return etcd;
    }
  }
}
