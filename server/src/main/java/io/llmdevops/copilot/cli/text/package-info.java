/// Text for a terminal: tables, colours, quantities and times as people read them.
@NullMarked
package io.llmdevops.copilot.cli.text;

import org.jspecify.annotations.NullMarked;
