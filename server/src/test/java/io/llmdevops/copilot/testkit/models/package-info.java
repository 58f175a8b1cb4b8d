/// Scripted model providers: a real HTTP server that speaks each provider's wire format, byte for
/// byte, and misbehaves as told. Knows nothing of the adapters it is asked by.
@NullMarked
package io.llmdevops.copilot.testkit.models;

import org.jspecify.annotations.NullMarked;
