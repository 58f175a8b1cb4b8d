/// The front door: headers, who asks, what they may, logging in and out.
@NullMarked
package io.llmdevops.copilot.web.security;

import org.jspecify.annotations.NullMarked;
