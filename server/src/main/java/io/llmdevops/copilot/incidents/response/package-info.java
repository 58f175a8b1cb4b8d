/// What people do with incidents: the life cycle, merging, windows, views, the explanation.
@NullMarked
package io.llmdevops.copilot.incidents.response;

import org.jspecify.annotations.NullMarked;
