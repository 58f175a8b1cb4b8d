package io.llmdevops.copilot.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/// Tables for people, JSON for programs.
final class OutputFormat {
  enum Format {
    TABLE,
    JSON
  }

  static final class Reader implements ITypeConverter<Format> {
    @Override
    public Format convert(String value) {
      return switch (value.toLowerCase(Locale.ROOT)) {
        case "table" -> Format.TABLE;
        case "json" -> Format.JSON;
        default -> throw new TypeConversionException("'" + value + "' is not table or json");
      };
    }
  }

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      converter = Reader.class,
      description = "table (default) or json.")
  private Format format = Format.TABLE;

  boolean json() {
    return format == Format.JSON;
  }

  static void print(Session session, JsonNode document) {
    session.screen().line(document.toPrettyString());
  }
}
