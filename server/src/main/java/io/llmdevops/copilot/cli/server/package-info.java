/// The client's side of the REST API.
@NullMarked
package io.llmdevops.copilot.cli.server;

import org.jspecify.annotations.NullMarked;
