/// Work that any pod may do and none may lose: recurring and one-time jobs over the database. The
/// only place, with `app`, that knows db-scheduler.
@NullMarked
package io.llmdevops.copilot.platform.jobs;

import org.jspecify.annotations.NullMarked;
