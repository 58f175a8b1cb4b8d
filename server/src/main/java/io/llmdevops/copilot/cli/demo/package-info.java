/// `./copilot demo`: the shop, a Prometheus, a server with a throw-away database, and the story of
/// one fault. Whatever happens to it, nothing stays behind.
@NullMarked
package io.llmdevops.copilot.cli.demo;

import org.jspecify.annotations.NullMarked;
