/// A stand-in for the AWS provider: Terraform's plugin protocol 5 over gRPC, with the real
/// provider's schemas and no AWS.
@NullMarked
package io.llmdevops.copilot.deployment.terraform.provider;

import org.jspecify.annotations.NullMarked;
