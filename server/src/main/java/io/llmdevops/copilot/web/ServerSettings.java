package io.llmdevops.copilot.web;

import io.llmdevops.copilot.platform.config.Setting;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

@Setting("Where the server listens and how it ends.")
@ConfigMapping(prefix = "copilot.server")
public interface ServerSettings {
  @Setting(
      "Address to listen on. Anything but a loopback address needs `copilot.security.admin-token`.")
  @WithDefault("127.0.0.1")
  String host();

  @Setting(value = "Port of pages and API.", min = 1, max = 65535)
  @WithDefault("3000")
  int port();

  @Setting(
      value =
          "When set, health and metrics answer on this port only (same address) and no longer on"
              + " the main one.",
      min = 1,
      max = 65535)
  OptionalInt managementPort();

  @Setting(
      "Address under which people reach this server, for links in messages, such as"
          + " `https://copilot.example.org`. Default: what the request says.")
  Optional<String> publicUrl();

  @Setting("How long running requests and jobs may take after SIGTERM before they are cut off.")
  @WithDefault("20s")
  Duration shutdownTimeout();

  @Setting(
      "How long readiness says 503 after SIGTERM before the server stops taking requests, so that"
          + " load balancers notice. On Kubernetes 5s is usual.")
  @WithDefault("0s")
  Duration shutdownDelay();

  @Setting(value = "Largest request body in bytes; a larger one is answered with 413.", min = 1024)
  @WithDefault("5242880")
  long maxBodyBytes();
}
