package io.llmdevops.copilot.web.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.llmdevops.copilot.identity.Permission;
import io.llmdevops.copilot.identity.Requires;
import io.llmdevops.copilot.platform.config.Yaml;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.eclipse.microprofile.openapi.annotations.Operation;

/// The description of the API, as kept in docs/openapi.yaml: made from the code and compared with
/// it in the build, so that a running server need not make it.
@Path("/openapi")
@Requires(Permission.READ)
public class OpenApiResource {
  private static final String DOCUMENT = "/openapi.yaml";
  private final ObjectMapper json;

  OpenApiResource(ObjectMapper json) {
    this.json = json;
  }

  @GET
  @Operation(hidden = true)
  public Response get(
      @QueryParam("format") @DefaultValue("") String format,
      @HeaderParam("Accept") @DefaultValue("") String accept)
      throws JsonProcessingException {
    String yaml = document();
    boolean asJson =
        format.equalsIgnoreCase("json")
            || (format.isEmpty() && accept.contains("application/json"));
    return asJson
        ? Response.ok(json.writeValueAsString(Yaml.parse(yaml)), "application/json").build()
        : Response.ok(yaml, "application/yaml;charset=utf-8").build();
  }

  private static String document() {
    try (InputStream in = OpenApiResource.class.getResourceAsStream(DOCUMENT)) {
      if (in == null) {
        throw new IllegalStateException(DOCUMENT + " is not in this build");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
