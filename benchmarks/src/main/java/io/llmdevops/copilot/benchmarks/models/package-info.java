/// Every fault of a model provider, at every adapter.
@NullMarked
package io.llmdevops.copilot.benchmarks.models;

import org.jspecify.annotations.NullMarked;
