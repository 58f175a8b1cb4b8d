package io.llmdevops.copilot.web.admin;

import io.llmdevops.copilot.identity.CurrentPrincipal;
import io.llmdevops.copilot.identity.Permission;
import io.llmdevops.copilot.identity.Requires;
import io.llmdevops.copilot.platform.errors.CopilotException.BadRequest;
import io.llmdevops.copilot.platform.logging.ProcessLog;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// The level of the log of this one pod, until it restarts.
@Path("/api/v1/admin/log-level")
@Requires(Permission.ADMIN)
public class LogLevelResource {
  private static final Logger LOG = Logger.getLogger(LogLevelResource.class);
  private final CurrentPrincipal who;

  LogLevelResource(CurrentPrincipal who) {
    this.who = who;
  }

  /// One of trace, debug, info, warn, error.
  public record LogLevel(@Nullable String level) {}

  @GET
  public LogLevel get() {
    return new LogLevel(ProcessLog.level());
  }

  @PUT
  public LogLevel put(@Nullable LogLevel wanted) {
    if (wanted == null || wanted.level() == null) {
      throw new BadRequest(
          "name the level: {\"level\": \"debug\"}; there are "
              + String.join(", ", ProcessLog.names()));
    }
    ProcessLog.level(wanted.level());
    LOG.infof("%s set the log level to %s", who.get().name(), ProcessLog.level());
    return get();
  }
}
