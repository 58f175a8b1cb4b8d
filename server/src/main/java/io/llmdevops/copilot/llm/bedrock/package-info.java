/// Amazon Bedrock's ConverseStream, by the AWS SDK. The SDK stays in here.
@NullMarked
package io.llmdevops.copilot.llm.bedrock;

import org.jspecify.annotations.NullMarked;
