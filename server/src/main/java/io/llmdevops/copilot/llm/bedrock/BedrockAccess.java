package io.llmdevops.copilot.llm.bedrock;

import io.llmdevops.copilot.llm.ChatFailure.Kind;
import io.llmdevops.copilot.llm.http.ApiKey;
import io.llmdevops.copilot.llm.stream.ChatFailed;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.token.credentials.SdkToken;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.http.auth.aws.scheme.AwsV4AuthScheme;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.scheme.BearerAuthScheme;
import software.amazon.awssdk.http.auth.spi.scheme.AuthSchemeOption;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClientBuilder;

/// The SDK's client, made at the first request: it is a second and some megabytes that only those
/// pay who use Bedrock. With a key it is a Bedrock API key; without, the SDK looks for credentials
/// where AWS puts them (IRSA, pod identity, instance, environment, profile). Retries are ours.
public final class BedrockAccess implements AutoCloseable {
  private final String region;
  private final Optional<URI> endpoint;
  private final ApiKey key;
  private final Duration connectTimeout;
  private final int connections;
  private final InstantSource time;
  private @Nullable BedrockRuntimeAsyncClient client;

  /// @param endpoint instead of the region's own, for a VPC endpoint
  public BedrockAccess(
      String region,
      Optional<URI> endpoint,
      ApiKey key,
      Duration connectTimeout,
      int connections,
      InstantSource time) {
    this.region = region;
    this.endpoint = endpoint;
    this.key = key;
    this.connectTimeout = connectTimeout;
    this.connections = connections;
    this.time = time;
  }

  InstantSource time() {
    return time;
  }

  synchronized BedrockRuntimeAsyncClient client() {
    if (client == null) {
      client = open();
    }
    return client;
  }

  private BedrockRuntimeAsyncClient open() {
    BedrockRuntimeAsyncClientBuilder builder =
        BedrockRuntimeAsyncClient.builder()
            .region(Region.of(region))
            .overrideConfiguration(c -> c.retryStrategy(AwsRetryStrategy.doNotRetry()))
            .httpClientBuilder(
                NettyNioAsyncHttpClient.builder()
                    // A connection for each answer, as for the other providers.
                    .protocol(Protocol.HTTP1_1)
                    .maxConcurrency(connections)
                    .connectionTimeout(connectTimeout)
                    // Stalls are noticed where all answers are waited for.
                    .readTimeout(Duration.ofDays(1)));
    endpoint.ifPresent(builder::endpointOverride);
    if (key instanceof ApiKey.None) {
      return builder.authSchemeProvider(p -> List.of(sigV4())).build();
    }
    return builder
        .tokenProvider(this::token)
        .authSchemeProvider(
            p -> List.of(AuthSchemeOption.builder().schemeId(BearerAuthScheme.SCHEME_ID).build()))
        .build();
  }

  private AuthSchemeOption sigV4() {
    return AuthSchemeOption.builder()
        .schemeId(AwsV4AuthScheme.SCHEME_ID)
        .putSignerProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "bedrock")
        .putSignerProperty(AwsV4HttpSigner.REGION_NAME, region)
        .build();
  }

  private SdkToken token() {
    String value =
        key.value()
            .orElseThrow(() -> new ChatFailed(Kind.KEY_REFUSED, "the Bedrock API key is gone"));
    return new SdkToken() {
      @Override
      public String token() {
        return value;
      }

      @Override
      public Optional<Instant> expirationTime() {
        return Optional.empty();
      }

      @Override
      public String toString() {
        return "SdkToken[]";
      }
    };
  }

  @Override
  public synchronized void close() {
    if (client != null) {
      client.close();
    }
  }
}
