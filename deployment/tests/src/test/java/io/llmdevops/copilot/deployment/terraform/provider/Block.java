package io.llmdevops.copilot.deployment.terraform.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import java.util.Map;
import java.util.TreeMap;

/// What may stand in a block: attributes, each with its type as Terraform writes it in JSON, and
/// blocks.
record Block(Map<String, Attribute> attributes, Map<String, Nested> blocks) {
  Block {
    attributes = Map.copyOf(attributes);
    blocks = Map.copyOf(blocks);
  }

  record Attribute(
      JsonNode type,
      boolean required,
      boolean optional,
      boolean computed,
      boolean sensitive,
      boolean deprecated,
      boolean writeOnly) {}

  record Nested(Block block, Nesting nesting, int minItems, int maxItems) {}

  enum Nesting {
    SINGLE(1),
    LIST(2),
    SET(3);

    private final int number;

    Nesting(int number) {
      this.number = number;
    }
  }

  static Block of(JsonNode block) {
    var attributes = new TreeMap<String, Attribute>();
    for (var entry : block.path("attributes").properties()) {
      JsonNode it = entry.getValue();
      attributes.put(
          entry.getKey(),
          new Attribute(
              it.path("type"),
              it.path("required").asBoolean(),
              it.path("optional").asBoolean(),
              it.path("computed").asBoolean(),
              it.path("sensitive").asBoolean(),
              it.path("deprecated").asBoolean(),
              it.path("write_only").asBoolean()));
    }
    var blocks = new TreeMap<String, Nested>();
    for (var entry : block.path("block_types").properties()) {
      JsonNode it = entry.getValue();
      blocks.put(
          entry.getKey(),
          new Nested(
              of(it.path("block")),
              switch (it.path("nesting_mode").asText()) {
                case "single" -> Nesting.SINGLE;
                case "list" -> Nesting.LIST;
                case "set" -> Nesting.SET;
                case String other -> throw new IllegalArgumentException("nesting_mode " + other);
              },
              it.path("min_items").asInt(),
              it.path("max_items").asInt()));
    }
    return new Block(attributes, blocks);
  }

  /// As the message Schema of the protocol.
  Wire.Builder toSchema(long version) {
    return Wire.write().number(1 /* version */, version).message(2 /* block */, toMessage());
  }

  private Wire.Builder toMessage() {
    Wire.Builder message = Wire.write();
    attributes.forEach((name, it) ->
        message.message(
            2 /* attributes */,
            Wire.write()
                .text(1 /* name */, name)
                .bytes(2 /* type */, ByteString.copyFromUtf8(it.type().toString()))
                .flag(4 /* required */, it.required())
                .flag(5 /* optional */, it.optional())
                .flag(6 /* computed */, it.computed())
                .flag(7 /* sensitive */, it.sensitive())
                .flag(9 /* deprecated */, it.deprecated())
                .flag(10 /* write_only */, it.writeOnly())));
    blocks.forEach((name, it) ->
        message.message(
            3 /* block_types */,
            Wire.write()
                .text(1 /* type_name */, name)
                .message(2 /* block */, it.block().toMessage())
                .number(3 /* nesting */, it.nesting().number)
                .number(4 /* min_items */, it.minItems())
                .number(5 /* max_items */, it.maxItems())));
    return message;
  }
}
