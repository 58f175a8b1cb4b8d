@NullMarked
package io.llmdevops.copilot.cli.doctor;

import org.jspecify.annotations.NullMarked;
