package io.llmdevops.copilot.llm;

import java.util.Arrays;
import java.util.Base64;
import java.util.Set;

/// A picture for a model that takes them.
///
/// @param mediaType one of [#MEDIA_TYPES], which all providers take
/// @param bytes at most [#MAX_BYTES]; not to be changed afterwards
@SuppressWarnings("ArrayRecordComponent") // compared by content below
public record Image(String mediaType, byte[] bytes) {
  public static final Set<String> MEDIA_TYPES =
      Set.of("image/png", "image/jpeg", "image/gif", "image/webp");

  /// The smallest of the providers' limits.
  public static final int MAX_BYTES = 3_750_000;

  public Image {
    if (!MEDIA_TYPES.contains(mediaType)) {
      throw new IllegalArgumentException(
          "an image of type '" + mediaType + "'; allowed: " + MEDIA_TYPES);
    }
    if (bytes.length == 0 || bytes.length > MAX_BYTES) {
      throw new IllegalArgumentException(
          "an image of " + bytes.length + " bytes; at most " + MAX_BYTES);
    }
  }

  public String base64() {
    return Base64.getEncoder().encodeToString(bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Image image
        && image.mediaType.equals(mediaType)
        && Arrays.equals(image.bytes, bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "Image[" + mediaType + ", " + bytes.length + " bytes]";
  }
}
