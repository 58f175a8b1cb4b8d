/// The manifests for Kubernetes and the chart: rendered in every variant, held against the schemas
/// of Kubernetes and of the custom resources, against policies, against each other and against the
/// program.
@NullMarked
package io.llmdevops.copilot.deployment.manifests;

import org.jspecify.annotations.NullMarked;
