package io.llmdevops.copilot.incidents.intake;

import java.util.List;

/// One webhook call, read. `truncated` counts alerts that the sender left out, `mended` those of
/// which something had to be cut or corrected.
record Delivery(List<IncomingAlert> alerts, long truncated, int mended) {
  Delivery {
    alerts = List.copyOf(alerts);
  }
}
