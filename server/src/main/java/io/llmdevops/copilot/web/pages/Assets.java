package io.llmdevops.copilot.web.pages;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;

/// Style sheets, scripts and pictures of the pages, held in memory and addressed by the hash of all
/// of them together: `/assets/<hash>/js/app.js`. One hash for the set keeps the relative imports
/// between the scripts, and a new release changes every address, so that browsers may keep each
/// file forever.
@ApplicationScoped
public class Assets {
  private static final String OWN = "META-INF/resources/assets/";
  private static final String JARS = "META-INF/resources/webjars/";

  /// Name in the address, place on the class path.
  private static final Map<String, String> PLACES = places();

  private static final Map<String, String> TYPES =
      Map.of(
          "css", "text/css;charset=utf-8",
          "js", "text/javascript;charset=utf-8",
          "svg", "image/svg+xml");

  private final Map<String, Asset> assets = new TreeMap<>();
  private final String version;

  /// `packed` is the same bytes as gzip.
  @SuppressWarnings("ArrayRecordComponent")
  record Asset(String type, byte[] plain, byte[] packed) {}

  Assets() {
    MessageDigest digest = sha256();
    PLACES.forEach((name, place) -> {
      byte[] bytes = read(place);
      digest.update(name.getBytes(java.nio.charset.StandardCharsets.UTF_8));
      digest.update(bytes);
      String extension = name.substring(name.lastIndexOf('.') + 1);
      String type = java.util.Objects.requireNonNull(TYPES.get(extension), extension);
      assets.put(name, new Asset(type, bytes, gzip(bytes)));
    });
    version = HexFormat.of().formatHex(digest.digest(), 0, 6);
  }

  private static Map<String, String> places() {
    TreeMap<String, String> places = new TreeMap<>();
    for (String own :
        new String[] {
          "css/tokens.css",
          "css/base.css",
          "css/shell.css",
          "css/parts.css",
          "css/overview.css",
          "css/list.css",
          "css/incident.css",
          "js/app.js",
          "js/chart.js",
          "js/keys.js",
          "js/live.js",
          "js/merge.js",
          "js/theme.js",
          "js/time.js",
          "js/units.js",
          "img/logo.svg"
        }) {
      places.put(own, OWN + own);
    }
    places.put("lib/htmx.js", JARS + "htmx.org/2.0.8/dist/htmx.min.js");
    places.put("lib/uplot.js", JARS + "uplot/1.6.30/dist/uPlot.iife.min.js");
    places.put("lib/uplot.css", JARS + "uplot/1.6.30/dist/uPlot.min.css");
    return places;
  }

  static java.util.Set<String> names() {
    return PLACES.keySet();
  }

  /// The address of an asset; a name that is not in the list is a defect of a template.
  public String url(String name) {
    if (!assets.containsKey(name)) {
      throw new IllegalArgumentException("no asset " + name);
    }
    return "/assets/" + version + "/" + name;
  }

  String version() {
    return version;
  }

  Optional<Asset> find(String name) {
    return Optional.ofNullable(assets.get(name));
  }

  private static byte[] read(String place) {
    try (InputStream in = Assets.class.getClassLoader().getResourceAsStream(place)) {
      if (in == null) {
        throw new IllegalStateException("missing on the class path: " + place);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
