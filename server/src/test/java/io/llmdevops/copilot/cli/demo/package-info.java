@NullMarked
package io.llmdevops.copilot.cli.demo;

import org.jspecify.annotations.NullMarked;
