package io.llmdevops.copilot.app;

import io.llmdevops.copilot.platform.identifiers.IdSource;
import io.llmdevops.copilot.platform.time.SystemTime;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.InstantSource;

/// Names the implementations behind the ports.
@ApplicationScoped
class Wiring {
  @Produces
  @Singleton
  InstantSource time() {
    return SystemTime.source();
  }

  @Produces
  @Singleton
  IdSource ids(InstantSource time) {
    return new IdSource(time, new SecureRandom());
  }
}
