/// The simulated shop of the demo.
@NullMarked
package io.llmdevops.copilot.shop;

import org.jspecify.annotations.NullMarked;
