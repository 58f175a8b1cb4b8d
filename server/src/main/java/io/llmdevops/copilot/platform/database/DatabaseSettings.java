package io.llmdevops.copilot.platform.database;

import io.llmdevops.copilot.platform.config.Setting;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

@Setting("PostgreSQL. Without a URL an embedded one keeps its data in the data folder.")
@ConfigMapping(prefix = "copilot.database")
public interface DatabaseSettings {
  @Setting(
      value =
          "PostgreSQL 15 to 18, as `jdbc:postgresql://host:5432/llm_copilot` or"
              + " `postgresql://user@host/llm_copilot`.",
      env = "COPILOT_DB_URL")
  Optional<String> url();

  @Setting(value = "Database user.", env = "COPILOT_DB_USER")
  Optional<String> user();

  @Setting(value = "Password of the user.", env = "COPILOT_DB_PASSWORD", secret = true)
  Optional<String> password();

  @Setting(
      value =
          "TLS to the database, in PostgreSQL's own words. Default: what the URL says, else"
              + " `prefer`.",
      env = "COPILOT_DB_TLS",
      oneOf = {"disable", "prefer", "require", "verify-ca", "verify-full"})
  Optional<String> tls();

  @Setting(value = "File with the certificates (PEM) to trust.", env = "COPILOT_DB_TLS_CA")
  Optional<String> tlsCa();

  @Setting(value = "File with the client certificate (PEM).", env = "COPILOT_DB_TLS_CERT")
  Optional<String> tlsCert();

  @Setting(value = "File with the client key (PKCS-8 DER).", env = "COPILOT_DB_TLS_KEY")
  Optional<String> tlsKey();

  @Setting(
      value =
          "Connections of this pod at most. All pods together must stay below the server's"
              + " `max_connections`.",
      min = 4,
      max = 500)
  @WithDefault("16")
  int poolSize();

  @Setting("How long a request waits for a free connection before it is answered with 503.")
  @WithDefault("3s")
  Duration poolTimeout();

  @Setting("How long the start waits for a database that does not answer yet.")
  @WithDefault("60s")
  Duration startTimeout();

  @Setting(
      value =
          "Folder of the embedded PostgreSQL and of copilot.yaml. Default:"
              + " `$XDG_DATA_HOME/llm-copilot` or `~/.local/share/llm-copilot`, on macOS"
              + " `~/Library/Application Support/llm-copilot`.",
      env = "COPILOT_DATA_DIR")
  Optional<String> dataDir();
}
