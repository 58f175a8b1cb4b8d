package io.llmdevops.copilot.deployment.terraform.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/// Values that AWS could have given: right in form, known to nobody.
final class Invention {
  static final String ACCOUNT = "123456789012";

  private final String type;
  private final String region;
  private final String token = UUID.randomUUID().toString().substring(0, 8);
  private String name = "";

  Invention(String type, String region) {
    this.type = type;
    this.region = region;
  }

  /// What the data sources that we use answer.
  static ObjectNode known(String type, Behaviour.Configuration configuration) {
    ObjectNode answer = Values.JSON.objectNode();
    switch (type) {
      case "aws_caller_identity" -> answer.put("account_id", ACCOUNT).put("id", ACCOUNT);
      case "aws_partition" -> answer.put("partition", "aws").put("dns_suffix", "amazonaws.com");
      case "aws_default_tags" -> answer.set("tags", configuration.defaultTags());
      case "aws_availability_zones" -> {
        ArrayNode names = answer.putArray("names");
        // Four, so that taking exactly three is seen.
        List.of("a", "b", "c", "d").forEach(zone -> names.add(configuration.region() + zone));
      }
      case "aws_secretsmanager_random_password" ->
          answer.put("random_password", "made" + UUID.randomUUID().toString().replace("-", ""));
      case "aws_route53_zone" -> answer.put("zone_id", "Z0123456789EXAMPLE");
      default -> throw new IllegalArgumentException("No answer for data source " + type);
    }
    return answer;
  }

  /// Fills in, anywhere in the value, whatever is not known.
  JsonNode complete(Block block, JsonNode open) {
    ObjectNode value = open.deepCopy();
    name = nameOf(value);
    fill(block, value);
    return value;
  }

  private String nameOf(ObjectNode value) {
    for (String key :
        List.of(
            "name",
            "identifier",
            "bucket",
            "replication_group_id",
            "cluster_name",
            "domain_name")) {
      if (value.path(key).isTextual()) {
        return value.path(key).textValue();
      }
    }
    return token;
  }

  private void fill(Block block, ObjectNode value) {
    block
        .attributes()
        .forEach((attribute, it) ->
            value.set(attribute, filled(attribute, it.type(), value.path(attribute))));
    block
        .blocks()
        .forEach((nested, it) -> {
          JsonNode inner = value.path(nested);
          if (inner instanceof ObjectNode one) {
            fill(it.block(), one);
          } else if (inner instanceof ArrayNode many) {
            many.forEach(element -> fill(it.block(), (ObjectNode) element));
          } else if (Values.isUnknown(inner)) {
            value.set(nested, Values.JSON.arrayNode());
          }
        });
  }

  private JsonNode filled(String attribute, JsonNode attributeType, JsonNode value) {
    if (Values.isUnknown(value)) {
      return invent(attribute, attributeType);
    }
    if (value instanceof ArrayNode array
        && attributeType.path(1).path(0).asText().equals("object")) {
      for (JsonNode element : array) {
        ObjectNode object = (ObjectNode) element;
        for (var field : attributeType.path(1).path(1).properties()) {
          object.set(
              field.getKey(),
              filled(field.getKey(), field.getValue(), object.path(field.getKey())));
        }
      }
    }
    return value;
  }

  private JsonNode invent(String attribute, JsonNode attributeType) {
    if (attributeType.isTextual()) {
      return switch (attributeType.textValue()) {
        case "string" -> Values.JSON.textNode(text(attribute));
        case "number" -> Values.JSON.numberNode(1);
        case "bool" -> Values.JSON.booleanNode(false);
        default -> Values.JSON.nullNode();
      };
    }
    return switch (attributeType.path(0).asText()) {
      case "list", "set" -> Values.JSON.arrayNode().add(invent(attribute, attributeType.path(1)));
      case "object" -> {
        ObjectNode object = Values.JSON.objectNode();
        attributeType
            .path(1)
            .properties()
            .forEach(it -> object.set(it.getKey(), invent(it.getKey(), it.getValue())));
        yield object;
      }
      default -> Values.JSON.objectNode();
    };
  }

  private String text(String attribute) {
    String resource = type.replaceFirst("^aws_", "");
    return switch (attribute) {
      case "arn" ->
          switch (type) {
            case "aws_s3_bucket" -> "arn:aws:s3:::" + name;
            case "aws_iam_role" -> "arn:aws:iam::" + ACCOUNT + ":role/" + name;
            case "aws_db_instance" -> "arn:aws:rds:" + region + ":" + ACCOUNT + ":db:" + name;
            case "aws_kms_key" ->
                "arn:aws:kms:"
                    + region
                    + ":"
                    + ACCOUNT
                    + ":key/"
                    + UUID.nameUUIDFromBytes(token.getBytes(StandardCharsets.UTF_8));
            default ->
                "arn:aws:"
                    + resource.split("_")[0]
                    + ":"
                    + region
                    + ":"
                    + ACCOUNT
                    + ":"
                    + resource
                    + "/"
                    + name;
          };
      case "id" ->
          type.startsWith("aws_s3_bucket") || type.equals("aws_iam_role")
              ? name
              : resource + "-" + token;
      case "issuer" -> "https://oidc.eks." + region + ".amazonaws.com/id/" + token;
      case "domain_name" -> token + ".cloudfront.net";
      case "address", "endpoint", "configuration_endpoint_address" ->
          name + "." + region + ".internal.example";
      default -> attribute + "-" + token;
    };
  }
}
