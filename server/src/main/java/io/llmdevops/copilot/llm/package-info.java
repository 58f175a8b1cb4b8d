/// Language models behind one port: what is asked, how the answer streams, what can go wrong, and
/// what it costs. `stream` turns a blocking reader into a [ChatStream]; `http` is what the
/// providers that speak JSON over HTTP share; each provider has a package; `routing` retries, falls
/// back, limits and counts.
@NullMarked
package io.llmdevops.copilot.llm;

import org.jspecify.annotations.NullMarked;
