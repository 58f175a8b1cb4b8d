/// The pages at `/`: overview, incidents, signals, watches and evidence, rendered on the server and
/// kept current by server-sent events.
@NullMarked
package io.llmdevops.copilot.web.pages;

import org.jspecify.annotations.NullMarked;
