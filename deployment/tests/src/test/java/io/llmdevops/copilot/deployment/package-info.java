/// What lies under `deployment/`, held against schemas, the program, and each other.
@NullMarked
package io.llmdevops.copilot.deployment;

import org.jspecify.annotations.NullMarked;
