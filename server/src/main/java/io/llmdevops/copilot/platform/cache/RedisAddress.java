package io.llmdevops.copilot.platform.cache;

import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.RedisRole;
import java.util.Arrays;
import java.util.List;

/// Where Redis is and of what kind, in the client's own terms.
///
/// @param endpoints at least one
record RedisAddress(RedisSettings settings, List<String> endpoints) {
  private static final int WAITING = 10_000;

  RedisAddress {
    endpoints = List.copyOf(endpoints);
  }

  /// @throws IllegalArgumentException an address that is none
  static RedisAddress of(RedisSettings settings) {
    List<String> endpoints =
        Arrays.stream(settings.url().orElse("").split(","))
            .map(String::strip)
            .filter(url -> !url.isEmpty())
            .toList();
    for (String endpoint : endpoints) {
      if (!endpoint.startsWith("redis://") && !endpoint.startsWith("rediss://")) {
        throw new IllegalArgumentException(
            "copilot.redis.url must start with redis:// or rediss://");
      }
    }
    if (endpoints.isEmpty()) {
      throw new IllegalArgumentException("copilot.redis.url is empty");
    }
    return new RedisAddress(settings, endpoints);
  }

  RedisOptions commands() {
    RedisOptions options = basics();
    switch (settings.mode()) {
      case "cluster" -> options.setType(RedisClientType.CLUSTER);
      case "sentinel" ->
          options
              .setType(RedisClientType.SENTINEL)
              .setRole(RedisRole.MASTER)
              .setMasterName(settings.sentinelPrimary())
              .setAutoFailover(true);
      default -> options.setType(RedisClientType.STANDALONE);
    }
    return options.setEndpoints(endpoints);
  }

  /// A cluster carries every message to all of its nodes, so one of them is enough to listen to or
  /// to publish on.
  ///
  /// @param attempt counts up, so that the next node is tried when one is away
  RedisOptions oneConnection(int attempt) {
    return settings.mode().equals("cluster")
        ? basics()
            .setType(RedisClientType.STANDALONE)
            .setEndpoints(List.of(endpoints.get(Math.floorMod(attempt, endpoints.size()))))
        : commands();
  }

  private RedisOptions basics() {
    NetClientOptions net =
        new NetClientOptions()
            .setConnectTimeout(Math.toIntExact(settings.timeout().toMillis()))
            .setTcpKeepAlive(true)
            .setTcpNoDelay(true);
    if (endpoints.getFirst().startsWith("rediss://")) {
      net.setHostnameVerificationAlgorithm("HTTPS");
      settings.tlsCa().ifPresent(f -> net.setTrustOptions(new PemTrustOptions().addCertPath(f)));
    }
    return new RedisOptions()
        .setNetClientOptions(net)
        .setMaxPoolSize(8)
        .setMaxPoolWaiting(WAITING)
        .setMaxWaitingHandlers(WAITING)
        .setProtocolNegotiation(false);
  }
}
