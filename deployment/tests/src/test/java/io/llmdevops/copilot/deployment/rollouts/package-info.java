/// Canaries by Argo Rollouts: whether the Rollout names what is there, and whether its analyses ask
/// what Prometheus can answer and judge it as they are meant to.
@NullMarked
package io.llmdevops.copilot.deployment.rollouts;

import org.jspecify.annotations.NullMarked;
