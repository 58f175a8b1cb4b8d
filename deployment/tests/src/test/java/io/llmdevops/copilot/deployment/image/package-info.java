/// The image and the drills, as far as they can be checked without a container.
@NullMarked
package io.llmdevops.copilot.deployment.image;

import org.jspecify.annotations.NullMarked;
