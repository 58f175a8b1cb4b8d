/// Changes to how the running server behaves.
@NullMarked
package io.llmdevops.copilot.web.admin;

import org.jspecify.annotations.NullMarked;
