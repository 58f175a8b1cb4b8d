/// What brings a release to a cluster: Argo CD's objects, the workflows, and the scripts that they
/// run.
@NullMarked
package io.llmdevops.copilot.deployment.cicd;

import org.jspecify.annotations.NullMarked;
