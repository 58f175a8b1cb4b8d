package io.llmdevops.copilot.platform.telemetry;

import io.llmdevops.copilot.platform.config.Setting;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

@Setting("Traces of this server, over OpenTelemetry's protocol.")
@ConfigMapping(prefix = "copilot.telemetry")
public interface TelemetrySettings {
  @Setting("Where to send traces, such as `http://collector:4317`. Unset: no traces.")
  Optional<String> otlpEndpoint();

  @Setting(
      value = "OTLP over gRPC (port 4317) or over HTTP (4318).",
      oneOf = {"grpc", "http/protobuf"})
  @WithDefault("grpc")
  String otlpProtocol();

  @Setting("Share of traces that is kept, 0 to 1.")
  @WithDefault("1.0")
  double sampling();
}
