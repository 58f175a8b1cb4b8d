/// The scripts of the logical backups, with stand-ins for the programs that they call. The drill
/// `logical-backup` runs them with the real ones.
@NullMarked
package io.llmdevops.copilot.deployment.backup;

import org.jspecify.annotations.NullMarked;
