package io.llmdevops.copilot.deployment.terraform.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.Map;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessageUnpacker;

/// Terraform's values as JSON trees. They travel as MessagePack, in which what is not known yet is
/// extension type 0.
final class Values {
  static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /// What is known only after the apply.
  static final JsonNode UNKNOWN = JSON.pojoNode("known after apply");

  private static final int FIELD_MSGPACK = 1;

  private Values() {}

  static boolean isUnknown(JsonNode value) {
    return value.isPojo();
  }

  /// Reads the DynamicValue in a field of a message.
  static JsonNode read(UnknownFieldSet parent, int field) {
    ByteString packed = Wire.bytes(Wire.message(parent, field), FIELD_MSGPACK);
    try (MessageUnpacker unpacker = MessagePack.newDefaultUnpacker(packed.toByteArray())) {
      return unpack(unpacker);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Wire.Builder write(JsonNode value) {
    try (MessageBufferPacker packer = MessagePack.newDefaultBufferPacker()) {
      pack(packer, value);
      return Wire.write().bytes(FIELD_MSGPACK, ByteString.copyFrom(packer.toByteArray()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode unpack(MessageUnpacker in) throws IOException {
    return switch (in.getNextFormat().getValueType()) {
      case NIL -> {
        in.unpackNil();
        yield JSON.nullNode();
      }
      case BOOLEAN -> JSON.booleanNode(in.unpackBoolean());
      case INTEGER -> JSON.numberNode(new BigDecimal(in.unpackBigInteger()));
      case FLOAT -> JSON.numberNode(BigDecimal.valueOf(in.unpackDouble()));
      case STRING -> JSON.textNode(in.unpackString());
      case BINARY -> JSON.binaryNode(in.readPayload(in.unpackBinaryHeader()));
      case ARRAY -> {
        int size = in.unpackArrayHeader();
        ArrayNode array = JSON.arrayNode(size);
        for (int i = 0; i < size; i++) {
          array.add(unpack(in));
        }
        yield array;
      }
      case MAP -> {
        int size = in.unpackMapHeader();
        ObjectNode object = JSON.objectNode();
        for (int i = 0; i < size; i++) {
          String name = in.unpackString();
          object.set(name, unpack(in));
        }
        yield object;
      }
      case EXTENSION -> {
        // What is known about the unknown (not null, a prefix) is left aside: the provider may
        // always know less.
        in.readPayload(in.unpackExtensionTypeHeader().getLength());
        yield UNKNOWN;
      }
    };
  }

  private static void pack(MessageBufferPacker out, JsonNode value) throws IOException {
    switch (value.getNodeType()) {
      case NULL, MISSING -> out.packNil();
      case BOOLEAN -> out.packBoolean(value.booleanValue());
      case STRING -> out.packString(value.textValue());
      case NUMBER -> {
        BigDecimal number = value.decimalValue();
        if (number.stripTrailingZeros().scale() <= 0) {
          out.packBigInteger(number.toBigIntegerExact());
        } else {
          out.packDouble(number.doubleValue());
        }
      }
      case ARRAY -> {
        out.packArrayHeader(value.size());
        for (JsonNode element : value) {
          pack(out, element);
        }
      }
      case OBJECT -> {
        out.packMapHeader(value.size());
        for (Map.Entry<String, JsonNode> field : value.properties()) {
          out.packString(field.getKey());
          pack(out, field.getValue());
        }
      }
      case POJO -> {
        out.packExtensionTypeHeader((byte) 0, 1);
        out.addPayload(new byte[] {0});
      }
      case BINARY -> throw new IllegalArgumentException("Terraform has no binary values");
    }
  }
}
