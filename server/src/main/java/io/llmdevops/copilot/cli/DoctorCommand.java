package io.llmdevops.copilot.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmdevops.copilot.cli.doctor.Examination;
import io.llmdevops.copilot.cli.doctor.Finding;
import io.llmdevops.copilot.cli.text.Ink.Tone;
import io.llmdevops.copilot.cli.text.Screen;
import io.llmdevops.copilot.cli.text.Table;
import java.util.ArrayList;
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
  private static final int MIN_ROOM = 20;

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
      int names = findings.stream().mapToInt(f -> f.check().length()).max().orElse(0);
      findings.forEach(finding -> print(session.screen(), names, finding));
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

  /// State, name, and the texts beside them in a column of their own.
  private static void print(Screen screen, int names, Finding finding) {
    Tone tone =
        switch (finding.state()) {
          case OK -> Tone.GOOD;
          case WARN -> Tone.WARNING;
          case FAIL -> Tone.BAD;
        };
    String state = "%-5s".formatted(finding.state().name().toLowerCase(Locale.ROOT));
    String name = finding.check() + " ".repeat(names - finding.check().length() + 1);
    String beside = " ".repeat(state.length() + name.length());
    int room = Math.max(MIN_ROOM, screen.width() - beside.length());
    List<String> lines = new ArrayList<>(Table.wrapped(finding.detail(), room));
    finding.mend().ifPresent(mend -> lines.addAll(Table.wrapped(mend, room)));
    screen.line(screen.ink().paint(tone, state) + name + lines.getFirst());
    lines.stream().skip(1).forEach(line -> screen.line(beside + line));
  }
}
