package io.llmdevops.copilot.deployment.terraform.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/// The schemas of the AWS provider, from a file of the project's data, and those that the file
/// lacks, from our own.
final class Schemas {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Block provider;
  private final Map<String, Schema> resources = new HashMap<>();
  private final Map<String, Schema> dataSources = new HashMap<>();

  private record Schema(Block block, long version) {
    static Schema of(JsonNode schema) {
      return new Schema(Block.of(schema.path("block")), schema.path("version").asLong());
    }
  }

  /// Reads the file of the provider's schemas (gzipped JSON), and of the types in it the wanted
  /// ones.
  Schemas(Path gzipped, Set<String> wanted) {
    try (InputStream raw = Files.newInputStream(gzipped);
        InputStream in = new GZIPInputStream(raw);
        InputStream ours =
            Schemas.class.getResourceAsStream("/terraform/aws-missing-schemas.json")) {
      JsonNode theirs = MAPPER.readTree(in);
      JsonNode missing = MAPPER.readTree(ours);
      add(resources, theirs.path("resource"), wanted);
      add(dataSources, theirs.path("data"), wanted);
      add(resources, missing.path("resource"), wanted);
      provider = Block.of(missing.path("provider").path("block"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void add(Map<String, Schema> schemas, JsonNode more, Set<String> wanted) {
    for (var entry : more.properties()) {
      if (wanted.contains(entry.getKey())
          && schemas.put(entry.getKey(), Schema.of(entry.getValue())) != null) {
        throw new IllegalStateException(
            entry.getKey() + " is in the data now; take it out of aws-missing-schemas.json");
      }
    }
  }

  Block resource(String type) {
    return known(resources, type);
  }

  Block dataSource(String type) {
    return known(dataSources, type);
  }

  private static Block known(Map<String, Schema> schemas, String type) {
    Schema schema = schemas.get(type);
    if (schema == null) {
      throw new IllegalArgumentException("No schema for " + type);
    }
    return schema.block();
  }

  /// GetProviderSchema.Response
  byte[] toResponse() {
    Wire.Builder response = Wire.write().message(1 /* provider */, provider.toSchema(0));
    resources.forEach((type, it) -> response.message(2 /* resource_schemas */, entry(type, it)));
    dataSources.forEach(
        (type, it) -> response.message(3 /* data_source_schemas */, entry(type, it)));
    return response.toBytes();
  }

  private static Wire.Builder entry(String type, Schema schema) {
    return Wire.write()
        .text(1 /* key */, type)
        .message(2 /* value */, schema.block().toSchema(schema.version()));
  }
}
