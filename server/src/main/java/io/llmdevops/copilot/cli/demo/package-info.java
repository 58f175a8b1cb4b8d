/// `./copilot demo`: the shop, a Prometheus, a server with a throw-away database, and the story of
/// one fault. Whatever happens to it, nothing stays behind. The training run, by which the launcher
/// makes the server start faster, is thrown away by the same means.
@NullMarked
package io.llmdevops.copilot.cli.demo;

import org.jspecify.annotations.NullMarked;
