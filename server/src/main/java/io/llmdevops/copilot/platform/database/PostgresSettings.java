package io.llmdevops.copilot.platform.database;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The `postgresql.conf` of the embedded server, written anew at each start.
final class PostgresSettings {
  private static final Map<String, String> SMALL =
      Map.ofEntries(
          Map.entry("listen_addresses", "'127.0.0.1'"),
          Map.entry("unix_socket_directories", "''"),
          Map.entry("shared_buffers", "64MB"),
          Map.entry("dynamic_shared_memory_type", "mmap"),
          Map.entry("max_wal_size", "512MB"),
          Map.entry("max_parallel_workers_per_gather", "0"),
          Map.entry("max_worker_processes", "2"),
          Map.entry("autovacuum_max_workers", "2"),
          // Workers for reading ahead cost three processes and gain nothing at this size.
          Map.entry("io_method", "sync"),
          Map.entry("jit", "off"),
          Map.entry("password_encryption", "scram-sha-256"),
          Map.entry("timezone", "'UTC'"),
          Map.entry("log_timezone", "'UTC'"),
          Map.entry("log_min_messages", "warning"),
          // The statements of a storm on a full disk would fill what is left of it.
          Map.entry("log_min_error_statement", "panic"));

  private PostgresSettings() {}

  static String file(int port, Map<String, String> more) {
    Map<String, String> all = new TreeMap<>(SMALL);
    all.putAll(more);
    all.put("port", Integer.toString(port));
    return all.entrySet().stream()
        .map(entry -> entry.getKey() + " = " + entry.getValue())
        .collect(
            Collectors.joining(
                "\n", "# Written at each start; a change here does not last.\n", "\n"));
  }
}
