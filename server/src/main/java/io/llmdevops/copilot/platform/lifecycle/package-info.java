/// The end of the process, of which everybody who stops something gets a share.
@NullMarked
package io.llmdevops.copilot.platform.lifecycle;

import org.jspecify.annotations.NullMarked;
