package io.llmdevops.copilot.incidents.intake;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import io.llmdevops.copilot.platform.errors.CopilotException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads Alertmanager's webhook (version 4) and Grafana's, which has the same shape with further
/// fields, in one pass over the bytes. What it does not know it skips; what is no JSON, or has no
/// list of alerts, it refuses with the position.
final class WebhookReader {
  private final JsonFactory json =
      JsonFactory.builder()
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .build();
  private final IntakeLimits limits;

  WebhookReader(IntakeLimits limits) {
    this.limits = limits;
  }

  /// @param receiver the intake that the sender named in the address; null takes the payload's
  Delivery read(byte[] body, @Nullable String receiver, Instant now) {
    try (JsonParser parser = json.createParser(body)) {
      return readDelivery(parser, receiver, now);
    } catch (JsonProcessingException e) {
      throw new CopilotException.BadRequest(
          "the body is not valid JSON%s: %s".formatted(at(e.getLocation()), e.getOriginalMessage()),
          e);
    } catch (IOException e) {
      throw new CopilotException.BadRequest("the body is not valid UTF-8 text", e);
    }
  }

  private static String at(@Nullable JsonLocation place) {
    return place == null
        ? ""
        : " at line %d, column %d".formatted(place.getLineNr(), place.getColumnNr());
  }

  private Delivery readDelivery(JsonParser parser, @Nullable String receiver, Instant now)
      throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw new CopilotException.BadRequest(
          "the body is not a JSON object with a list of 'alerts'; this address takes the webhooks"
              + " of Alertmanager and Grafana");
    }
    @Nullable List<RawAlert> raw = null;
    long truncated = 0;
    String sender = receiver == null ? "alertmanager" : receiver;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      JsonToken value = parser.nextToken();
      switch (field) {
        case "alerts" -> raw = readAlerts(parser, value);
        case "truncatedAlerts" -> truncated = count(parser, value);
        case "receiver" -> {
          if (receiver == null && value == JsonToken.VALUE_STRING) {
            sender = Texts.clean(parser.getText(), limits.nameLength());
          }
        }
        default -> parser.skipChildren();
      }
    }
    if (parser.nextToken() != null) {
      throw new CopilotException.BadRequest(
          "something follows the JSON object" + at(parser.currentTokenLocation()));
    }
    if (raw == null) {
      throw new CopilotException.BadRequest(
          "the body has no 'alerts'; this address takes the webhooks of Alertmanager and Grafana");
    }
    return finish(raw, sender, truncated, now);
  }

  private Delivery finish(List<RawAlert> raw, String sender, long truncated, Instant now) {
    List<IncomingAlert> alerts = new ArrayList<>(raw.size());
    int mended = 0;
    for (RawAlert one : raw) {
      if (truncated > 0) {
        one.note(
            "the sender left out %d further alert%s of this group"
                .formatted(truncated, truncated == 1 ? "" : "s"));
      }
      alerts.add(one.toAlert(sender, limits, now));
      mended += one.isMended() ? 1 : 0;
    }
    return new Delivery(alerts, truncated, mended);
  }

  /// `null` is what Go writes for an empty list.
  private List<RawAlert> readAlerts(JsonParser parser, JsonToken value) throws IOException {
    List<RawAlert> alerts = new ArrayList<>();
    if (value == JsonToken.VALUE_NULL) {
      return alerts;
    }
    if (value != JsonToken.START_ARRAY) {
      throw new CopilotException.BadRequest(
          "'alerts' is not a list" + at(parser.currentTokenLocation()));
    }
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken() != JsonToken.START_OBJECT) {
        throw new CopilotException.BadRequest(
            "an alert is not an object" + at(parser.currentTokenLocation()));
      }
      if (alerts.size() == limits.alerts()) {
        throw new CopilotException.TooLarge(
            "the delivery holds more than %d alerts; set max_alerts in the receiver"
                .formatted(limits.alerts()));
      }
      alerts.add(readAlert(parser));
    }
    return alerts;
  }

  private RawAlert readAlert(JsonParser parser) throws IOException {
    RawAlert alert = new RawAlert();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      JsonToken value = parser.nextToken();
      switch (field) {
        case "labels" -> readTexts(parser, value, alert.labels);
        case "annotations" -> readTexts(parser, value, alert.annotations);
        case "status" -> alert.status = text(parser, value);
        case "startsAt" -> alert.startsAt = text(parser, value);
        case "endsAt" -> alert.endsAt = text(parser, value);
        case "generatorURL" -> alert.generatorUrl = text(parser, value);
        case "fingerprint" -> alert.fingerprint = text(parser, value);
        default -> parser.skipChildren();
      }
    }
    return alert;
  }

  private void readTexts(JsonParser parser, JsonToken value, Map<String, String> into)
      throws IOException {
    if (value != JsonToken.START_OBJECT) {
      parser.skipChildren();
      return;
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      @Nullable String text = text(parser, parser.nextToken());
      if (text != null) {
        into.put(name, text);
      }
    }
  }

  /// Numbers and booleans as they are written; null for null, lists and objects.
  private static @Nullable String text(JsonParser parser, JsonToken value) throws IOException {
    if (value.isScalarValue() && value != JsonToken.VALUE_NULL) {
      return parser.getText();
    }
    parser.skipChildren();
    return null;
  }

  private static long count(JsonParser parser, JsonToken value) throws IOException {
    if (value == JsonToken.VALUE_NUMBER_INT) {
      return Math.clamp(parser.getValueAsLong(Long.MAX_VALUE), 0, Long.MAX_VALUE);
    }
    parser.skipChildren();
    return 0;
  }
}
