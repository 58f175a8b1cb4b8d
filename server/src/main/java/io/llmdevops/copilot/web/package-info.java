/// HTTP: pages, API, webhooks. One filter says who asks, one mapper turns failures into problem
/// details.
@NullMarked
package io.llmdevops.copilot.web;

import org.jspecify.annotations.NullMarked;
