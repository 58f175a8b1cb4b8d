/// Who is asking and what they may do. One filter (in `web`) asks [Gate] once a request; everything
/// behind it reads [CurrentPrincipal] and declares what it needs with [Requires].
@NullMarked
package io.llmdevops.copilot.identity;

import org.jspecify.annotations.NullMarked;
