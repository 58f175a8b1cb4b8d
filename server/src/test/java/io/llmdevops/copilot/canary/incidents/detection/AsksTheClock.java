package io.llmdevops.copilot.canary.incidents.detection;

import java.time.Instant;

class AsksTheClock {
  Instant now = Instant.now();
}
