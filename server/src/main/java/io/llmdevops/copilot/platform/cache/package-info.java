/// The fast path between pods: fan-out of small messages, short-lived values, counters for rate
/// limits. Redis when configured, else an in-process twin; both pass one contract test. Nothing in
/// here is the truth: losing it loses nothing.
@NullMarked
package io.llmdevops.copilot.platform.cache;

import org.jspecify.annotations.NullMarked;
