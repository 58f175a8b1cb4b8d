package io.llmdevops.copilot.deployment.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The instructions of a Dockerfile, in order, each on one line.
record Dockerfile(List<Instruction> instructions) {
  Dockerfile {
    instructions = List.copyOf(instructions);
  }

  /// @param stage counts the FROMs; 0 is before the first
  record Instruction(int stage, String name, String arguments) {}

  static Dockerfile read(Path file) throws IOException {
    List<Instruction> found = new ArrayList<>();
    StringBuilder open = new StringBuilder();
    int stage = 0;
    for (String line : Files.readAllLines(file)) {
      if (line.isBlank() || line.strip().startsWith("#")) {
        continue;
      }
      if (line.endsWith("\\")) {
        open.append(line, 0, line.length() - 1).append(' ');
        continue;
      }
      String[] words = open.append(line).toString().strip().split("\\s+", 2);
      open.setLength(0);
      String name = words[0].toUpperCase(Locale.ROOT);
      stage += name.equals("FROM") ? 1 : 0;
      found.add(new Instruction(stage, name, words[1].strip()));
    }
    return new Dockerfile(found);
  }

  List<String> all(String name) {
    return instructions.stream()
        .filter(i -> i.name().equals(name))
        .map(Instruction::arguments)
        .toList();
  }

  /// Of the last stage, which is the image; the last one where several are given, as for docker.
  String last(String name) {
    int image = instructions.getLast().stage();
    return instructions.stream()
        .filter(i -> i.stage() == image && i.name().equals(name))
        .map(Instruction::arguments)
        .reduce("", (earlier, later) -> later);
  }
}
