/// What is stored of incidents: rows, their timeline and the feed of changes.
@NullMarked
package io.llmdevops.copilot.incidents.ledger;

import org.jspecify.annotations.NullMarked;
