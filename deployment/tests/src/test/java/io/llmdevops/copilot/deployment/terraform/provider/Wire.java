package io.llmdevops.copilot.deployment.terraform.provider;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A message of protocol buffers, by field numbers. The protocol's definition is written out
/// nowhere else: each use names the field beside its number (tfplugin5.proto, version 5.6).
final class Wire {
  private Wire() {}

  static UnknownFieldSet parse(byte[] message) {
    try {
      return UnknownFieldSet.parseFrom(message);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("Terraform sent what is not protocol buffers", e);
    }
  }

  static UnknownFieldSet message(UnknownFieldSet parent, int field) {
    try {
      return UnknownFieldSet.parseFrom(bytes(parent, field));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("Field " + field + " is not a message", e);
    }
  }

  static ByteString bytes(UnknownFieldSet message, int field) {
    List<ByteString> values = message.getField(field).getLengthDelimitedList();
    return values.isEmpty() ? ByteString.EMPTY : values.getLast();
  }

  static String text(UnknownFieldSet message, int field) {
    return bytes(message, field).toString(StandardCharsets.UTF_8);
  }

  static Builder write() {
    return new Builder();
  }

  static final class Builder {
    private final UnknownFieldSet.Builder fields = UnknownFieldSet.newBuilder();

    Builder text(int field, String value) {
      return bytes(field, ByteString.copyFromUtf8(value));
    }

    Builder message(int field, Builder value) {
      return bytes(field, value.fields.build().toByteString());
    }

    Builder bytes(int field, ByteString value) {
      fields.mergeField(
          field, UnknownFieldSet.Field.newBuilder().addLengthDelimited(value).build());
      return this;
    }

    Builder number(int field, long value) {
      if (value != 0) {
        fields.mergeField(field, UnknownFieldSet.Field.newBuilder().addVarint(value).build());
      }
      return this;
    }

    Builder flag(int field, boolean value) {
      return number(field, value ? 1 : 0);
    }

    byte[] toBytes() {
      return fields.build().toByteArray();
    }
  }
}
