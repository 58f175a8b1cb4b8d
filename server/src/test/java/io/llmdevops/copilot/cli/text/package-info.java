@NullMarked
package io.llmdevops.copilot.cli.text;

import org.jspecify.annotations.NullMarked;
