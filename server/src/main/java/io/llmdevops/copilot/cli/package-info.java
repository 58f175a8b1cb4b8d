/// The command line. It talks HTTP to a server and never boots one in its own process: an answer
/// takes a fraction of a second. `docs/use/cli.md` describes it for its users.
@NullMarked
package io.llmdevops.copilot.cli;

import org.jspecify.annotations.NullMarked;
