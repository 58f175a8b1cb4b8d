package io.llmdevops.copilot.canary.sources;

import io.llmdevops.copilot.canary.web.ClimbsIn;

class LooksUp {
  ClimbsIn above = new ClimbsIn();
}
