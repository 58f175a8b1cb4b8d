package io.llmdevops.copilot.canary.web;

import io.llmdevops.copilot.canary.sources.prometheus.Inner;

public class ClimbsIn {
  Inner inner = new Inner();
}
