package io.llmdevops.copilot.canary.incidents.detection;

import io.llmdevops.copilot.canary.incidents.correlation.Later;

class SwimsUpstream {
  Later later = new Later();
}
