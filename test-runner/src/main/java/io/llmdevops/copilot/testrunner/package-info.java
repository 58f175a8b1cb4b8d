/// The program inside the sandboxed JVM of generated tests.
@NullMarked
package io.llmdevops.copilot.testrunner;

import org.jspecify.annotations.NullMarked;
