/// The only place that asks the system clock; everything else is given an {@link
/// java.time.InstantSource}.
@NullMarked
package io.llmdevops.copilot.platform.time;

import org.jspecify.annotations.NullMarked;
