package io.llmdevops.copilot.web.pages;

import io.llmdevops.copilot.identity.OpenToAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/// Serves the assets. While two releases run side by side, a page of one may ask the other: it gets
/// what there is, but not for keeps.
@OpenToAll("style sheets and scripts of a public program; the log-in page may use them")
@Path("/assets/{version}/{name: .+}")
public class AssetResource {
  private final Assets assets;

  AssetResource(Assets assets) {
    this.assets = assets;
  }

  @GET
  public Response get(
      @PathParam("version") String version,
      @PathParam("name") String name,
      @HeaderParam("Accept-Encoding") @Nullable String encodings) {
    Assets.Asset asset =
        assets
            .find(name)
            .orElseThrow(() -> new NotFoundException("there is no asset '%s'".formatted(name)));
    boolean packs = encodings != null && encodings.contains("gzip");
    Response.ResponseBuilder response =
        Response.ok(packs ? asset.packed() : asset.plain())
            .header("Content-Type", asset.type())
            .header("Vary", "Accept-Encoding")
            .header("X-Content-Type-Options", "nosniff")
            .header(
                "Cache-Control",
                version.equals(assets.version())
                    ? "public, max-age=31536000, immutable"
                    : "no-cache");
    return (packs ? response.header("Content-Encoding", "gzip") : response).build();
  }
}
