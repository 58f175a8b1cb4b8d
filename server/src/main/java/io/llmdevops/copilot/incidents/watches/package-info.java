/// What is watched and how far each watch has got: discovery of services and their series, and the
/// loop that feeds each interval to the detectors exactly once, whichever pod does it.
@NullMarked
package io.llmdevops.copilot.incidents.watches;

import org.jspecify.annotations.NullMarked;
