package io.llmdevops.copilot.deployment.manifests;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.llmdevops.copilot.deployment.repository.Manifest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;

/// As much of an API server as a dry run of `helm upgrade` asks: which kinds there are, the release
/// that is installed, and the objects that the test puts there.
final class ClusterStandIn implements AutoCloseable {
  private final ObjectMapper json = new ObjectMapper();
  private final HttpServer server;
  private final Map<String, Object> objects = new TreeMap<>();
  private final Map<String, List<Object>> kinds = new TreeMap<>();

  ClusterStandIn(List<Manifest> known) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    known.forEach(manifest -> know(manifest.apiVersion(), manifest.kind()));
    know("v1", "Secret");
    server.start();
  }

  String kubeConfig() {
    return """
    apiVersion: v1
    kind: Config
    clusters: [{name: c, cluster: {server: "http://127.0.0.1:%d"}}]
    users: [{name: u, user: {}}]
    contexts: [{name: x, context: {cluster: c, user: u, namespace: llm-copilot}}]
    current-context: x
    """
        .formatted(server.getAddress().getPort());
  }

  ClusterStandIn with(String apiVersion, String plural, String name, Object object) {
    objects.put(folder(apiVersion) + "/namespaces/llm-copilot/" + plural + "/" + name, object);
    return this;
  }

  /// A release of the first revision, with nothing in it.
  ClusterStandIn withRelease(String name) throws IOException {
    Object release =
        Map.of(
            "name",
            name,
            "namespace",
            "llm-copilot",
            "version",
            1,
            "manifest",
            "",
            "config",
            Map.of(),
            "info",
            Map.of(
                "status", "deployed",
                "first_deployed", "2026-01-01T00:00:00Z",
                "last_deployed", "2026-01-01T00:00:00Z"),
            "chart",
            Map.of(
                "metadata",
                Map.of("apiVersion", "v2", "name", "llm-copilot-agent", "version", "1.0.0")));
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write(json.writeValueAsBytes(release));
    }
    byte[] once = Base64.getEncoder().encode(packed.toByteArray());
    Object secret =
        Map.of(
            "apiVersion", "v1",
            "kind", "Secret",
            "type", "helm.sh/release.v1",
            "metadata",
                Map.of(
                    "name",
                    "sh.helm.release.v1." + name + ".v1",
                    "namespace",
                    "llm-copilot",
                    "labels",
                    Map.of("owner", "helm", "name", name, "status", "deployed", "version", "1")),
            "data", Map.of("release", Base64.getEncoder().encodeToString(once)));
    objects.put(
        "/api/v1/namespaces/llm-copilot/secrets",
        Map.of(
            "apiVersion",
            "v1",
            "kind",
            "SecretList",
            "metadata",
            Map.of(),
            "items",
            List.of(secret)));
    return with("v1", "secrets", "sh.helm.release.v1." + name + ".v1", secret);
  }

  private void know(String apiVersion, String kind) {
    String lower = kind.toLowerCase(Locale.ROOT);
    String plural = plural(lower);
    kinds
        .computeIfAbsent(apiVersion, version -> new ArrayList<>())
        .add(
            Map.of(
                "name", plural,
                "singularName", lower,
                "namespaced", !kind.startsWith("Cluster"),
                "kind", kind,
                "verbs", List.of("get", "list", "create", "patch")));
  }

  private static String plural(String singular) {
    if (singular.endsWith("y")) {
      return singular.substring(0, singular.length() - 1) + "ies";
    }
    return singular + (singular.endsWith("s") ? "es" : "s");
  }

  private static String folder(String apiVersion) {
    return (apiVersion.contains("/") ? "/apis/" : "/api/") + apiVersion;
  }

  private Object discovery(String path) {
    if (path.equals("/version")) {
      return Map.of("major", "1", "minor", "33", "gitVersion", "v1.33.0");
    }
    if (path.equals("/api")) {
      return Map.of("kind", "APIVersions", "versions", List.of("v1"));
    }
    if (path.equals("/apis")) {
      return Map.of(
          "kind", "APIGroupList",
          "apiVersion", "v1",
          "groups", kinds.keySet().stream().filter(v -> v.contains("/")).map(this::group).toList());
    }
    return kinds.entrySet().stream()
        .filter(version -> folder(version.getKey()).equals(path))
        .<Object>map(version ->
            Map.of(
                "kind", "APIResourceList",
                "groupVersion", version.getKey(),
                "resources", version.getValue()))
        .findFirst()
        .orElse(Map.of());
  }

  private Object group(String apiVersion) {
    String[] parts = apiVersion.split("/");
    Object version = Map.of("groupVersion", apiVersion, "version", parts[1]);
    return Map.of("name", parts[0], "versions", List.of(version), "preferredVersion", version);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    Object body = objects.getOrDefault(path, discovery(path));
    boolean found = !body.equals(Map.of());
    byte[] bytes =
        json.writeValueAsBytes(
            found
                ? body
                : Map.of(
                    "kind", "Status",
                    "apiVersion", "v1",
                    "status", "Failure",
                    "reason", "NotFound",
                    "message", path + " not found",
                    "code", 404));
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(found ? 200 : 404, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
