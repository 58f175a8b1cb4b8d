/// Strictly online anomaly detection on single series: one pass, bounded state, no look-ahead, one
/// frozen setting for every series. See `docs/decisions/0002-detection-chain.md`.
@NullMarked
package io.llmdevops.copilot.incidents.detection;

import org.jspecify.annotations.NullMarked;
