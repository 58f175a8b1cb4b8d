@NullMarked
package io.llmdevops.copilot.web.api;

import org.jspecify.annotations.NullMarked;
