/// Terraform, rehearsed without an account: validated, planned, applied and judged through a stub
/// of the AWS provider.
@NullMarked
package io.llmdevops.copilot.deployment.terraform;

import org.jspecify.annotations.NullMarked;
