package io.llmdevops.copilot.llm.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkNumber;
import software.amazon.awssdk.core.document.Document;

/// JSON as the SDK wants it.
final class Documents {
  private Documents() {}

  static Document of(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> {
        Map<String, Document> members = new LinkedHashMap<>();
        node.properties().forEach(member -> members.put(member.getKey(), of(member.getValue())));
        yield Document.fromMap(members);
      }
      case ARRAY -> {
        List<Document> items = new ArrayList<>();
        node.forEach(item -> items.add(of(item)));
        yield Document.fromList(items);
      }
      case STRING -> Document.fromString(node.asText());
      case NUMBER -> Document.fromNumber(SdkNumber.fromBigDecimal(node.decimalValue()));
      case BOOLEAN -> Document.fromBoolean(node.asBoolean());
      case NULL, MISSING, BINARY, POJO -> Document.fromNull();
    };
  }
}
