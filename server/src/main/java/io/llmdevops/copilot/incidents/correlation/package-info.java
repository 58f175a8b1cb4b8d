/// Signals and alerts become incidents. The decisions are pure ([Correlation]); a store reads what
/// they need and writes what they say, in one transaction.
@NullMarked
package io.llmdevops.copilot.incidents.correlation;

import org.jspecify.annotations.NullMarked;
