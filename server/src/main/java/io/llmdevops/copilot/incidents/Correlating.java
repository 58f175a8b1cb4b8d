package io.llmdevops.copilot.incidents;

import io.llmdevops.copilot.incidents.correlation.CorrelationLoop;
import io.llmdevops.copilot.incidents.correlation.CorrelationRules;
import io.llmdevops.copilot.incidents.correlation.Correlator;
import io.llmdevops.copilot.incidents.watches.SignalListener;
import io.llmdevops.copilot.platform.identifiers.IdSource;
import io.llmdevops.copilot.platform.lifecycle.StopDeadline;
import io.llmdevops.copilot.platform.telemetry.Meters;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.InstantSource;
import org.jdbi.v3.core.Jdbi;

/// The correlator of this pod: runs from start to shutdown. Whoever has committed new signals or
/// alerts wakes it; it finds them by itself within a second otherwise.
@ApplicationScoped
public class Correlating implements SignalListener {
  private final CorrelationLoop loop;
  private final StopDeadline deadline;

  public Correlating(
      Jdbi jdbi,
      InstantSource time,
      IdSource ids,
      CorrelationConfig config,
      Meters meters,
      StopDeadline deadline) {
    this.deadline = deadline;
    this.loop =
        new CorrelationLoop(
            new Correlator(
                jdbi, time, ids, CorrelationRules.DEFAULT.withSettle(config.settle()), meters));
  }

  void start(@Observes StartupEvent started) {
    loop.start();
  }

  public void wake() {
    loop.wake();
  }

  @Override
  public void signalsChanged(String watch) {
    wake();
  }

  @PreDestroy
  void close() {
    loop.close(deadline.left());
  }
}
