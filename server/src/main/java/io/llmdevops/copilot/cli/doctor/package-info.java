/// `./copilot doctor`: what this machine and the configuration lack, and how to mend it.
@NullMarked
package io.llmdevops.copilot.cli.doctor;

import org.jspecify.annotations.NullMarked;
