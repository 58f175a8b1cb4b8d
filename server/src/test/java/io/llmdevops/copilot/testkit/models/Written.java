package io.llmdevops.copilot.testkit.models;

import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;

/// Pieces of text as bytes.
final class Written {
  private Written() {}

  static String quoted(String text) {
    return TextNode.valueOf(text).toString();
  }

  static byte[] event(String data) {
    return ("data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8);
  }

  static byte[] event(String name, String data) {
    return ("event: " + name + "\ndata: " + data + "\n\n").getBytes(StandardCharsets.UTF_8);
  }

  static byte[] line(String data) {
    return (data + "\n").getBytes(StandardCharsets.UTF_8);
  }
}
