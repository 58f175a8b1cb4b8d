package io.llmdevops.copilot.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmdevops.copilot.cli.doctor.Examination;
import io.llmdevops.copilot.cli.doctor.Finding;
import io.llmdevops.copilot.cli.text.Ink.Tone;
import io.llmdevops.copilot.cli.text.Screen;
import io.llmdevops.copilot.cli.text.Table;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "doctor",
    description = {
      "Check what this machine and the configuration lack, and say how to mend it.",
      "Ends with 1 when a check failed."
    })
final class DoctorCommand implements Callable<Integer> {
  private final Session session;
  @Mixin private final OutputFormat output = new OutputFormat();

  DoctorCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    List<Finding> findings = Examination.run(session.time(), session.environment());
    if (output.json()) {
      OutputFormat.print(session, document(findings));
    } else {
      findings.forEach(finding -> print(session.screen(), finding));
    }
    return findings.stream().anyMatch(f -> f.state() == Finding.State.FAIL)
        ? ExitStatus.FAILED.number()
        : ExitStatus.DONE.number();
  }

  private static ObjectNode document(List<Finding> findings) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    ArrayNode checks = document.putArray("checks");
    for (Finding finding : findings) {
      ObjectNode check = checks.addObject();
      check.put("check", finding.check());
      check.put("state", finding.state().name().toLowerCase(Locale.ROOT));
      check.put("detail", finding.detail());
      finding.mend().ifPresent(mend -> check.put("mend", mend));
    }
    return document;
  }

  private static void print(Screen screen, Finding finding) {
    Tone tone =
        switch (finding.state()) {
          case OK -> Tone.GOOD;
          case WARN -> Tone.WARNING;
          case FAIL -> Tone.BAD;
        };
    String state = "%-5s".formatted(finding.state().name().toLowerCase(Locale.ROOT));
    screen.line(
        "%s%-14s %s"
            .formatted(
                screen.ink().paint(tone, state), finding.check(), Table.clean(finding.detail())));
    finding.mend().ifPresent(mend -> screen.line(" ".repeat(20) + Table.clean(mend)));
  }
}
