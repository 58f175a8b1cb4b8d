package io.llmdevops.copilot.deployment.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import io.llmdevops.copilot.deployment.repository.Manifest;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;

/// What the NetworkPolicies let through, by the rules of Kubernetes: a pod that no policy of a
/// direction selects is open in that direction; else one rule of one policy must allow it; and both
/// ends must.
///
/// @param manifests with the policies in them
record NetworkFlows(List<Manifest> manifests) {
  /// @param namespace empty for an address outside of the cluster
  record End(String namespace, Map<String, String> labels, String address) {
    static End pod(String namespace, Map<String, String> labels) {
      return new End(namespace, labels, "");
    }

    static End outside(String address) {
      return new End("", Map.of(), address);
    }
  }

  boolean allowed(End from, End to, int port, String protocol) {
    return direction("Egress", from, to, port, protocol)
        && direction("Ingress", to, from, port, protocol);
  }

  private boolean direction(String type, End self, End other, int port, String protocol) {
    if (self.namespace().isEmpty()) {
      return true;
    }
    List<Manifest> policies =
        Manifest.of(manifests, "NetworkPolicy")
            .filter(policy -> policy.namespace().equals(self.namespace()))
            .filter(policy -> policy.at("/spec/policyTypes").toString().contains(type))
            .filter(policy -> matches(policy.at("/spec/podSelector"), self.labels()))
            .toList();
    boolean ingress = type.equals("Ingress");
    return policies.isEmpty()
        || policies.stream()
            .flatMap(
                policy -> Manifest.elements(policy.at(ingress ? "/spec/ingress" : "/spec/egress")))
            .anyMatch(rule ->
                port(rule.path("ports"), port, protocol)
                    && peer(rule.path(ingress ? "from" : "to"), self, other));
  }

  private static boolean port(JsonNode ports, int port, String protocol) {
    return ports.isEmpty()
        || Manifest.elements(ports)
            .anyMatch(p ->
                p.path("port").asInt() == port
                    && p.path("protocol").asText("TCP").equals(protocol));
  }

  private static boolean peer(JsonNode peers, End self, End other) {
    return peers.isEmpty()
        || Manifest.elements(peers)
            .anyMatch(
                p -> p.has("ipBlock") ? block(p.path("ipBlock"), other) : pod(p, self, other));
  }

  /// What pods' addresses a block takes in is a matter of the network; here it means the outside.
  private static boolean block(JsonNode block, End other) {
    return !other.address().isEmpty()
        && within(block.path("cidr").asText(), other.address())
        && Manifest.elements(block.path("except"))
            .noneMatch(except -> within(except.asText(), other.address()));
  }

  private static boolean pod(JsonNode peer, End self, End other) {
    if (other.namespace().isEmpty()) {
      return false;
    }
    boolean there =
        peer.has("namespaceSelector")
            ? matches(
                peer.path("namespaceSelector"),
                Map.of("kubernetes.io/metadata.name", other.namespace()))
            : other.namespace().equals(self.namespace());
    return there && matches(peer.path("podSelector"), other.labels());
  }

  private static boolean matches(JsonNode selector, Map<String, String> labels) {
    return labels.entrySet().containsAll(Manifest.strings(selector.path("matchLabels")).entrySet())
        && Manifest.elements(selector.path("matchExpressions"))
            .allMatch(expression -> {
              if (!expression.path("operator").asText().equals("In")) {
                throw new IllegalArgumentException("not known here: " + expression);
              }
              String value = labels.getOrDefault(expression.path("key").asText(), "");
              return Manifest.elements(expression.path("values"))
                  .anyMatch(v -> v.asText().equals(value));
            });
  }

  private static boolean within(String cidr, String address) {
    String[] parts = cidr.split("/");
    int shift = 32 - Integer.parseInt(parts[1]);
    return number(parts[0]).shiftRight(shift).equals(number(address).shiftRight(shift));
  }

  private static BigInteger number(String address) {
    try {
      return new BigInteger(1, InetAddress.getByName(address).getAddress());
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(address, e);
    }
  }
}
