package io.llmdevops.copilot.web.api;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import io.llmdevops.copilot.web.admin.LogLevelResource;
import io.llmdevops.copilot.web.errors.Problem;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/// Adds to the document of the API what its generator does not see in the code: which fields may be
/// null, and that every failure is answered with problem details.
public final class DescribedApi implements OASFilter {
  private static final PropertyNamingStrategies.SnakeCaseStrategy SNAKE =
      new PropertyNamingStrategies.SnakeCaseStrategy();

  /// Where the records of requests and answers stand.
  private static final List<Class<?>> RECORDS =
      List.of(
          IncidentJson.class,
          WatchResource.class,
          EvidenceResource.class,
          IncidentActionResource.class,
          MaintenanceWindowResource.class,
          SavedViewResource.class,
          WebhookResource.class,
          LogLevelResource.class);

  @Override
  public void filterOpenAPI(OpenAPI document) {
    Map<String, Schema> schemas = document.getComponents().getSchemas();
    schemas.forEach(DescribedApi::markNulls);
    document.getComponents().addSchema("Problem", problem());
    for (PathItem path : document.getPaths().getPathItems().values()) {
      path.getOperations()
          .values()
          .forEach(operation ->
              operation
                  .getResponses()
                  .addAPIResponse("4XX", failure())
                  .addAPIResponse("5XX", failure()));
    }
  }

  /// A schema is named like the record that it describes.
  private static void markNulls(String name, Schema schema) {
    if (schema.getProperties() == null) {
      return;
    }
    if (name.startsWith("Slice")) {
      allowNull(schema.getProperties().get("next"));
      return;
    }
    for (RecordComponent component : components(name)) {
      Schema property = schema.getProperties().get(SNAKE.translate(component.getName()));
      if (property != null && component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
        allowNull(property);
      }
    }
  }

  private static void allowNull(@Nullable Schema property) {
    if (property != null && property.getType() != null) {
      List<SchemaType> types = new ArrayList<>(property.getType());
      types.add(SchemaType.NULL);
      property.setType(types);
    } else if (property != null && property.getRef() != null) {
      Schema named = OASFactory.createSchema().ref(property.getRef());
      property.setRef(null);
      property.setAnyOf(List.of(named, OASFactory.createSchema().addType(SchemaType.NULL)));
    }
  }

  private static List<RecordComponent> components(String name) {
    return RECORDS.stream()
        .flatMap(outer -> Arrays.stream(outer.getDeclaredClasses()))
        .filter(type -> type.isRecord() && type.getSimpleName().equals(name))
        .flatMap(type -> Arrays.stream(type.getRecordComponents()))
        .toList();
  }

  private static Schema problem() {
    Schema schema = OASFactory.createSchema().addType(SchemaType.OBJECT);
    for (String text : List.of("title", "detail", "instance", "error_id", "trace_id")) {
      schema.addProperty(text, OASFactory.createSchema().addType(SchemaType.STRING));
    }
    schema.addProperty("status", OASFactory.createSchema().addType(SchemaType.INTEGER));
    schema.setDescription("Problem details, RFC 9457");
    return schema;
  }

  private static APIResponse failure() {
    return OASFactory.createAPIResponse()
        .description("What went wrong; 429 and 503 carry Retry-After")
        .content(
            OASFactory.createContent()
                .addMediaType(
                    Problem.MEDIA_TYPE,
                    OASFactory.createMediaType()
                        .schema(OASFactory.createSchema().ref("#/components/schemas/Problem"))));
  }
}
