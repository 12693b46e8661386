package dev.tenure.server.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenure.config.ConfigLoader;
import dev.tenure.config.Configuration;
import dev.tenure.config.NodeConfig;
import dev.tenure.schedule.Grids;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The manifests for Kubernetes are of the right form, and fit each other and the program. */
final class KubernetesManifestTest {

  private static final Path FOLDER = Path.of("..", "docs", "operations", "kubernetes");
  private static final Map<String, String> LABELS = Map.of("app.kubernetes.io/name", "tenure");

  private static String text(String file) {
    try {
      return Files.readString(FOLDER.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static <T extends HasMetadata> T read(String file, Class<T> type) {
    return type.cast(StrictManifests.read(text(file)));
  }

  private static StatefulSet nodes() {
    return read("statefulset.yaml", StatefulSet.class);
  }

  private static PodSpec pod() {
    return nodes().getSpec().getTemplate().getSpec();
  }

  private static Container container() {
    return pod().getContainers().get(0);
  }

  @TempDir private Path folder;

  /** As a pod reads it. */
  private Configuration configuration() throws IOException {
    for (Map.Entry<String, String> file :
        read("config.yaml", ConfigMap.class).getData().entrySet()) {
      Files.writeString(folder.resolve(file.getKey()), file.getValue());
    }
    Map<String, String> environment =
        Map.of("HOSTNAME", "tenure-0", "TENURE_ETCD_ENDPOINTS", "http://etcd-0.etcd:2379");
    return ConfigLoader.of(environment, Map.of(), "tenure-0")
        .load(folder.resolve("tenure.conf"))
        .orThrow();
  }

  @Test
  void eachFileIsOfTheFormOfItsKind() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      List<HasMetadata> all =
          files.map(file -> StrictManifests.read(text(file.getFileName().toString()))).toList();
      assertThat(all).hasSize(5).allMatch(one -> LABELS.equals(one.getMetadata().getLabels()));
    }
  }

  @Test
  void whatKubernetesDoesNotKnowIsRefused() {
    String good = text("statefulset.yaml");
    for (String bad :
        List.of(
            good.replace("serviceName", "servicName"),
            good.replace("httpGet:", "httpGets:"),
            good.replace("topologyKey", "topology"),
            good.replace("replicas: 3", "replicas: three"),
            good.replace("apps/v1", "apps/v1beta2"))) {
      assertThat(bad).isNotEqualTo(good);
      assertThatThrownBy(() -> StrictManifests.read(bad)).isInstanceOf(RuntimeException.class);
    }
  }

  @Test
  void theConfigurationIsOneAndNamesThePortsOfThePods() throws IOException {
    Configuration configuration = configuration();
    NodeConfig node = configuration.node();
    assertThat(Grids.problems(configuration.jobs(), configuration.calendars())).isEmpty();
    assertThat(node.name().value()).isEqualTo("tenure-0");
    assertThat(node.http().bind().port()).isEqualTo(port("http"));
    assertThat(node.http().advertise().toString()).isEqualTo("tenure-0.tenure-nodes:7070");
    Service service = read("service.yaml", Service.class);
    assertThat(service.getMetadata().getName()).isEqualTo("tenure-nodes");
    assertThat(nodes().getSpec().getServiceName()).isEqualTo("tenure-nodes");
    assertThat(service.getSpec().getSelector()).isEqualTo(LABELS);
    service
        .getSpec()
        .getPorts()
        .forEach(
            open -> assertThat(open.getPort()).isEqualTo(port(open.getTargetPort().getStrVal())));
  }

  private static int port(String name) {
    return container().getPorts().stream()
        .filter(port -> port.getName().equals(name))
        .map(ContainerPort::getContainerPort)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aNodeHasTheTimeToDrain() throws IOException {
    NodeConfig node = configuration().node();
    Duration drain = node.shutdown().grace().plus(node.session().ttl().multipliedBy(3));
    assertThat(Duration.ofSeconds(pod().getTerminationGracePeriodSeconds()))
        .isGreaterThan(drain.plusSeconds(10));
  }

  @Test
  void theProbesAskWhatTheNodeAnswers() {
    assertThat(container().getReadinessProbe().getHttpGet().getPath()).isEqualTo("/readyz");
    for (Probe probe : List.of(container().getLivenessProbe(), container().getStartupProbe())) {
      assertThat(probe.getHttpGet().getPath()).isEqualTo("/healthz");
      assertThat(probe.getHttpGet().getPort().getStrVal()).isEqualTo("http");
    }
  }

  @Test
  void threeNodesAreApartAndTwoOfThemStay() {
    assertThat(nodes().getSpec().getReplicas()).isEqualTo(3);
    var apart =
        pod()
            .getAffinity()
            .getPodAntiAffinity()
            .getRequiredDuringSchedulingIgnoredDuringExecution()
            .get(0);
    assertThat(apart.getTopologyKey()).isEqualTo("kubernetes.io/hostname");
    assertThat(apart.getLabelSelector().getMatchLabels()).isEqualTo(LABELS);
    assertThat(nodes().getSpec().getTemplate().getMetadata().getLabels()).isEqualTo(LABELS);
    PodDisruptionBudget budget = read("disruption-budget.yaml", PodDisruptionBudget.class);
    assertThat(budget.getSpec().getMaxUnavailable()).isEqualTo(new IntOrString(1));
    assertThat(budget.getSpec().getSelector().getMatchLabels()).isEqualTo(LABELS);
  }

  @Test
  void nobodyIsRootAndOnlyWhoIsNamedGetsThrough() {
    assertThat(pod().getSecurityContext().getRunAsNonRoot()).isTrue();
    assertThat(container().getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
    assertThat(container().getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
    NetworkPolicy policy = read("network-policy.yaml", NetworkPolicy.class);
    assertThat(policy.getSpec().getPodSelector().getMatchLabels()).isEqualTo(LABELS);
    assertThat(policy.getSpec().getPolicyTypes()).containsExactly("Ingress", "Egress");
    assertThat(policy.getSpec().getIngress())
        .allSatisfy(
            rule -> {
              assertThat(rule.getFrom()).isNotEmpty();
              assertThat(rule.getPorts())
                  .extracting(NetworkPolicyPort::getPort)
                  .extracting(IntOrString::getIntVal)
                  .isSubsetOf(port("http"), port("lifeline"));
            });
  }
}
