/// Real programs for tests, started on loopback and ended by their process id.
@NullMarked
package io.llmdevops.copilot.testkit;

import org.jspecify.annotations.NullMarked;
