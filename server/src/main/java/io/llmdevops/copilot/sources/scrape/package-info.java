/// The built-in scraper: enough of a Prometheus to try the copilot on a machine that has none. It
/// keeps a couple of hours in memory and answers the typed queries itself.
@NullMarked
package io.llmdevops.copilot.sources.scrape;

import org.jspecify.annotations.NullMarked;
