package io.llmdevops.copilot.sources.prometheus;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.llmdevops.copilot.platform.errors.CopilotException;
import io.llmdevops.copilot.platform.errors.CopilotException.BadRequest;
import io.llmdevops.copilot.platform.errors.CopilotException.TooLarge;
import io.llmdevops.copilot.platform.errors.CopilotException.Unavailable;
import io.llmdevops.copilot.sources.http.BoundedBody.BodyTooLarge;
import io.llmdevops.copilot.sources.http.BoundedHttp;
import io.llmdevops.copilot.sources.http.BoundedHttp.Parameter;
import io.llmdevops.copilot.sources.http.Reply;
import io.llmdevops.copilot.sources.prometheus.AnswerReader.DataReader;
import io.llmdevops.copilot.sources.prometheus.AnswerReader.Envelope;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One call of the API, and what its failures mean. The server's own words are passed on: they name
/// the position in the expression.
final class PrometheusApi {
  private static final String JSON = "application/json";
  private static final Duration RETRY_LATER = Duration.ofSeconds(10);
  private static final int MAX_MESSAGE = 500;

  /// How Prometheus, Mimir, Thanos and VictoriaMetrics say that a query asks for too much.
  private static final List<String> TOO_MUCH =
      List.of(
          "too many samples",
          "err-mimir-max-",
          "exceeded maximum resolution",
          "exceeds series limit",
          "exceeds samples limit",
          "the query hit the max number of",
          "cannot select more than");

  private final String name;
  private final BoundedHttp http;

  PrometheusApi(String name, BoundedHttp http) {
    this.name = name;
    this.http = http;
  }

  Envelope get(String path, List<Parameter> parameters, DataReader data) {
    return read(http.get(path, parameters, JSON), data);
  }

  /// To be over within `limit`.
  Envelope post(String path, List<Parameter> parameters, DataReader data, Duration limit) {
    return read(http.post(path, parameters, JSON, limit), data);
  }

  private Envelope read(Reply opened, DataReader data) {
    try (Reply reply = opened) {
      Envelope envelope = parse(reply, data);
      if (envelope.failed()) {
        throw refused(reply, envelope.errorType(), envelope.error());
      }
      if (reply.status() >= 300) {
        throw unavailable(reply, "answered HTTP " + reply.status(), null);
      }
      return envelope;
    }
  }

  private Envelope parse(Reply reply, DataReader data) {
    try {
      return AnswerReader.read(reply.body(), data);
    } catch (BodyTooLarge e) {
      throw new TooLarge(subject() + ": " + e.getMessage() + ": ask for less");
    } catch (StreamConstraintsException e) {
      throw new TooLarge(subject() + ": " + e.getOriginalMessage());
    } catch (JsonProcessingException e) {
      throw notTheApi(reply, e);
    } catch (IOException e) {
      if (reply.timedOut()) {
        String limit = BoundedHttp.text(http.endpoint().requestTimeout());
        throw unavailable(reply, "answer not complete within " + limit, e);
      }
      throw unavailable(reply, "answer cut off: " + e.getMessage(), e);
    }
  }

  private CopilotException notTheApi(Reply reply, JsonProcessingException e) {
    int status = reply.status();
    if (status >= 300 && status < 400) {
      return unavailable(
          reply,
          "answered HTTP "
              + status
              + ", a redirect, which is not followed: configure the URL that it leads to"
              + reply.header("Location").map(to -> " (" + to.split("[?#]")[0] + ")").orElse(""),
          e);
    }
    if (status == 401 || status == 403) {
      return unavailable(reply, "refused our credentials (HTTP " + status + ")", e);
    }
    return unavailable(
        reply,
        "HTTP %d with something that is not a whole Prometheus answer (%s)"
            .formatted(status, e.getOriginalMessage()),
        e);
  }

  private CopilotException refused(
      Reply reply, @Nullable String type, @Nullable String serverMessage) {
    String message =
        subject() + ": " + (serverMessage == null ? "no reason given" : shortened(serverMessage));
    if (TOO_MUCH.stream().anyMatch(message::contains)) {
      return new TooLarge(message);
    }
    if ("bad_data".equals(type) || "execution".equals(type) || "not_found".equals(type)) {
      return new BadRequest(message);
    }
    // VictoriaMetrics gives the HTTP status as the type.
    if (reply.status() == 400 || reply.status() == 422) {
      return new BadRequest(message);
    }
    return new Unavailable(
        message + " (" + type + ", HTTP " + reply.status() + ")", retryAfter(reply), null);
  }

  private Unavailable unavailable(Reply reply, String what, @Nullable Throwable cause) {
    String beginning = reply.body().beginning();
    String seen =
        beginning.isEmpty()
            ? "; the body was empty"
            : "; %,d bytes read, beginning with: %s".formatted(reply.body().bytesRead(), beginning);
    return new Unavailable(subject() + ": " + what + seen, retryAfter(reply), cause);
  }

  private static Duration retryAfter(Reply reply) {
    return reply.retryAfter().orElse(RETRY_LATER);
  }

  private static String shortened(String message) {
    return message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE) + "...";
  }

  private String subject() {
    return name + " (" + http.endpoint().shown() + ")";
  }
}
