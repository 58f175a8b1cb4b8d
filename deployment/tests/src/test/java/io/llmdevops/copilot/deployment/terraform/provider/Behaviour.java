package io.llmdevops.copilot.deployment.terraform.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// What the provider would answer: plans with what is not known yet, and plausible values once it
/// is applied.
final class Behaviour {
  private final Configuration configuration;

  /// What one `provider` block of Terraform says.
  record Configuration(String region, JsonNode defaultTags) {
    static final Configuration NONE = new Configuration("us-east-1", Values.JSON.objectNode());

    static Configuration of(JsonNode provider) {
      JsonNode tags = provider.path("default_tags").path(0).path("tags");
      return new Configuration(
          provider.path("region").asText("us-east-1"),
          tags.isObject() ? tags : Values.JSON.objectNode());
    }
  }

  Behaviour(Configuration configuration) {
    this.configuration = configuration;
  }

  /// Of what Terraform proposes, everything that the provider decides is not known yet, but for
  /// what the real provider says in its plan already: the region, the default tags, and for which
  /// names a certificate has to be proven.
  JsonNode plan(String type, Block block, JsonNode proposed) {
    if (!(proposed instanceof ObjectNode wanted)) {
      return proposed;
    }
    ObjectNode planned = wanted.deepCopy();
    if (decided(block, planned, "region")) {
      planned.put("region", configuration.region());
    }
    if (block.attributes().containsKey("tags_all")) {
      planned.set("tags_all", allTags(planned.path("tags")));
    }
    if (type.equals("aws_acm_certificate") && planned.path("domain_validation_options").isNull()) {
      planned.set("domain_validation_options", proofs(planned));
    }
    leaveOpen(block, planned);
    return planned;
  }

  private static boolean decided(Block block, ObjectNode value, String attribute) {
    Block.Attribute it = block.attributes().get(attribute);
    return it != null && it.computed() && value.path(attribute).isNull();
  }

  private JsonNode allTags(JsonNode own) {
    if (Values.isUnknown(own)) {
      return Values.UNKNOWN;
    }
    ObjectNode tags = configuration.defaultTags().deepCopy();
    own.properties().forEach(tag -> tags.set(tag.getKey(), tag.getValue()));
    return tags;
  }

  private static ArrayNode proofs(ObjectNode certificate) {
    ArrayNode proofs = Values.JSON.arrayNode();
    proofs.add(proof(certificate.path("domain_name")));
    certificate.path("subject_alternative_names").forEach(name -> proofs.add(proof(name)));
    return proofs;
  }

  private static ObjectNode proof(JsonNode domain) {
    ObjectNode proof = Values.JSON.objectNode();
    proof.set("domain_name", domain);
    proof.set("resource_record_name", Values.UNKNOWN);
    proof.set("resource_record_type", Values.UNKNOWN);
    proof.set("resource_record_value", Values.UNKNOWN);
    return proof;
  }

  private static void leaveOpen(Block block, ObjectNode value) {
    block
        .attributes()
        .forEach((name, it) -> {
          if (it.computed() && value.path(name).isNull()) {
            value.set(name, Values.UNKNOWN);
          }
        });
    block
        .blocks()
        .forEach((name, it) -> {
          JsonNode inner = value.path(name);
          if (inner instanceof ObjectNode one) {
            leaveOpen(it.block(), one);
          } else if (inner instanceof ArrayNode many) {
            many.forEach(element -> {
              if (element instanceof ObjectNode one) {
                leaveOpen(it.block(), one);
              }
            });
          }
        });
  }

  /// The planned state with a value for everything that was open.
  JsonNode apply(String type, Block block, JsonNode planned) {
    return planned.isNull()
        ? planned
        : new Invention(type, configuration.region()).complete(block, planned);
  }

  JsonNode read(String type, Block block, JsonNode config) {
    if (!(config instanceof ObjectNode wanted)) {
      return config;
    }
    ObjectNode found = wanted.deepCopy();
    Invention.known(type, configuration)
        .properties()
        .forEach(it -> found.set(it.getKey(), it.getValue()));
    if (decided(block, found, "region")) {
      found.put("region", configuration.region());
    }
    leaveOpen(block, found);
    return new Invention(type, configuration.region()).complete(block, found);
  }
}
