/// Alerts that other systems push: read, checked, and stored many at a time.
@NullMarked
package io.llmdevops.copilot.incidents.intake;

import org.jspecify.annotations.NullMarked;
