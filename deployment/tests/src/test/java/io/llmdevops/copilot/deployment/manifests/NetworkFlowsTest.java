package io.llmdevops.copilot.deployment.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmdevops.copilot.deployment.manifests.NetworkFlows.End;
import io.llmdevops.copilot.deployment.repository.Manifest;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// The exact flows. A line that is missing here is one that nobody needs.
class NetworkFlowsTest {
  private static final Map<String, End> ENDS = ends();

  private static Map<String, End> ends() {
    Map<String, End> ends = new TreeMap<>();
    for (String color : List.of("main", "blue", "green")) {
      ends.put(color, End.pod("llm-copilot", Map.of("app", "llm-copilot-agent", "color", color)));
    }
    ends.put("backup", End.pod("llm-copilot", Map.of("app", "llm-copilot-backup")));
    ends.put("stranger", End.pod("llm-copilot", Map.of("app", "other")));
    ends.put("smoke-test", End.pod("llm-copilot", Map.of("llm-copilot.io/smoke-test", "true")));
    ends.put(
        "solver", End.pod("llm-copilot", Map.of("acme.cert-manager.io/http01-solver", "true")));
    ends.put("default-pod", End.pod("default", Map.of("run", "curl-test")));
    ends.put("nginx", named("ingress-nginx", "ingress-nginx"));
    ends.put("nginx-elsewhere", named("default", "ingress-nginx"));
    ends.put("prometheus", named("observability", "prometheus"));
    ends.put("alertmanager", named("observability", "alertmanager"));
    ends.put("grafana", named("observability", "grafana"));
    ends.put("collector", named("observability", "opentelemetry-collector"));
    ends.put("jaeger", named("observability", "jaeger"));
    ends.put("dns", End.pod("kube-system", Map.of("k8s-app", "kube-dns")));
    ends.put("istiod", End.pod("istio-system", Map.of("app", "istiod")));
    ends.put("gateway", End.pod("istio-system", Map.of("istio", "ingressgateway")));
    ends.put("sandbox", End.pod("llm-copilot-sandbox", Map.of()));
    ends.put("database", End.outside("10.40.20.17"));
    ends.put("load-balancer", End.outside("10.40.4.9"));
    ends.put("internet", End.outside("203.0.113.7"));
    ends.put("metadata", End.outside("169.254.169.254"));
    return ends;
  }

  private static End named(String namespace, String name) {
    return End.pod(namespace, Map.of("app.kubernetes.io/name", name));
  }

  private static boolean allowed(Variant variant, String from, String to, int port, String how) {
    return allowed(variant.manifests(), from, to, port, how);
  }

  private static boolean allowed(
      List<Manifest> manifests, String from, String to, int port, String protocol) {
    return new NetworkFlows(manifests).allowed(end(from), end(to), port, protocol);
  }

  private static End end(String name) {
    return Objects.requireNonNull(ENDS.get(name), name);
  }

  @ParameterizedTest
  @CsvSource({
    "nginx, main, 3000, TCP",
    "nginx, blue, 3000, TCP",
    "nginx, green, 3000, TCP",
    "prometheus, main, 3000, TCP",
    "prometheus, main, 15020, TCP",
    "alertmanager, main, 3000, TCP",
    "grafana, main, 3000, TCP",
    "gateway, main, 3000, TCP",
    "smoke-test, main, 3000, TCP",
    "smoke-test, dns, 53, UDP",
    "main, dns, 53, UDP",
    "main, dns, 53, TCP",
    "main, database, 5432, TCP",
    "green, database, 5432, TCP",
    "main, database, 6379, TCP",
    "main, prometheus, 9090, TCP",
    "main, collector, 4317, TCP",
    "main, collector, 4318, TCP",
    "main, istiod, 15012, TCP",
    "nginx, solver, 8089, TCP",
    "backup, dns, 53, UDP",
    "backup, database, 5432, TCP",
    "backup, internet, 443, TCP",
  })
  void what_is_needed_in_production_is_let_through(
      String from, String to, int port, String protocol) {
    assertThat(allowed(Variant.PRODUCTION, from, to, port, protocol)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "default-pod, main, 3000, TCP",
    "nginx-elsewhere, main, 3000, TCP",
    "stranger, main, 3000, TCP",
    "backup, main, 3000, TCP",
    "sandbox, main, 3000, TCP",
    "jaeger, main, 3000, TCP",
    "internet, main, 3000, TCP",
    "load-balancer, main, 3000, TCP",
    "main, main, 3000, TCP",
    "prometheus, main, 9090, TCP",
    "nginx, main, 15020, TCP",
    "gateway, solver, 8089, TCP",
    "nginx, stranger, 8089, TCP",
    "main, internet, 443, TCP",
    "main, metadata, 80, TCP",
    "main, load-balancer, 5432, TCP",
    "main, stranger, 5432, TCP",
    "main, prometheus, 3000, TCP",
    "main, collector, 9090, TCP",
    "smoke-test, database, 5432, TCP",
    "smoke-test, internet, 443, TCP",
    "stranger, internet, 443, TCP",
    "stranger, database, 5432, TCP",
    "backup, metadata, 443, TCP",
    "backup, database, 6379, TCP",
    "sandbox, dns, 53, UDP",
    "sandbox, internet, 443, TCP",
    "sandbox, database, 5432, TCP",
  })
  void nothing_else_is(String from, String to, int port, String protocol) {
    assertThat(allowed(Variant.PRODUCTION, from, to, port, protocol)).isFalse();
  }

  @ParameterizedTest
  @EnumSource(names = {"CHART_ALB", "BASE_WITH_ALB"})
  void with_an_alb_the_load_balancer_comes_in_and_nginx_does_not(Variant variant) {
    assertThat(allowed(variant, "load-balancer", "main", 3000, "TCP")).isTrue();
    assertThat(allowed(variant, "internet", "main", 3000, "TCP")).isFalse();
  }

  @Test
  void without_the_mesh_neither_the_gateway_comes_in_nor_does_a_pod_reach_istiod() {
    assertThat(allowed(Variant.BASE, "gateway", "main", 3000, "TCP")).isFalse();
    assertThat(allowed(Variant.BASE, "main", "istiod", 15012, "TCP")).isFalse();
  }

  @ParameterizedTest
  @EnumSource(names = {"CHART_TRIAL", "CHART_TRIAL_ALL_ON"})
  void in_a_trial_the_agent_reaches_its_databases_and_nobody_else_does(Variant variant) {
    List<Manifest> manifests = variant.manifests();
    NetworkFlows flows = new NetworkFlows(manifests);
    End postgresql = End.pod("llm-copilot", Map.of("app", "llm-copilot-postgresql"));
    End redis = End.pod("llm-copilot", Map.of("app", "llm-copilot-redis"));

    assertThat(flows.allowed(end("main"), postgresql, 5432, "TCP")).isTrue();
    assertThat(flows.allowed(end("main"), redis, 6379, "TCP")).isTrue();
    assertThat(flows.allowed(end("stranger"), postgresql, 5432, "TCP")).isFalse();
    assertThat(flows.allowed(end("default-pod"), redis, 6379, "TCP")).isFalse();
    assertThat(flows.allowed(postgresql, end("internet"), 443, "TCP")).isFalse();
  }

  @Test
  void a_missing_default_deny_is_found() {
    List<Manifest> open =
        Variant.PRODUCTION.manifests().stream()
            .filter(m -> !(m.kind().equals("NetworkPolicy") && m.name().equals("default-deny")))
            .toList();

    assertThat(allowed(open, "default-pod", "stranger", 3000, "TCP")).isTrue();
    assertThat(allowed(Variant.PRODUCTION, "default-pod", "stranger", 3000, "TCP")).isFalse();
  }

  @Test
  void the_pods_of_the_manifests_have_the_labels_that_these_tests_give_them() {
    assertThat(Agents.deployments(Variant.PRODUCTION.manifests()))
        .allSatisfy(deployment ->
            assertThat(Agents.podLabels(deployment)).containsAllEntriesOf(end("main").labels()));
    assertThat(Manifest.of(Variant.PRODUCTION.manifests(), "CronJob"))
        .hasSize(1)
        .allSatisfy(
            job -> assertThat(Agents.podLabels(job)).containsAllEntriesOf(end("backup").labels()));
    assertThat(Manifest.of(Variant.CHART_DEFAULT.manifests(), "Pod"))
        .hasSize(1)
        .allSatisfy(
            pod -> assertThat(pod.labels()).containsAllEntriesOf(end("smoke-test").labels()));
  }

  @Test
  void the_check_of_an_operator_is_let_in() throws Exception {
    assertThat(OperatorCommands.curlTest().labels())
        .containsAllEntriesOf(end("smoke-test").labels());
  }
}
