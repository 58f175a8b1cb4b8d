package io.llmdevops.copilot.deployment.lint;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmdevops.copilot.deployment.repository.Repository;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whoever reads the guide at night follows its links.
class LinksTest {
  private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
  private static final Pattern CODE = Pattern.compile("(?s)```.*?```");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");

  @Test
  void every_link_of_the_pages_leads_to_a_file_or_heading_that_is_there() {
    List<Path> pages =
        Stream.of("deployment", "docs")
            .flatMap(it -> Repository.filesBelow(Repository.ROOT.resolve(it), ".md").stream())
            .filter(page -> !page.toString().contains("/target/"))
            .toList();

    assertThat(pages).hasSizeGreaterThan(30).flatExtracting(LinksTest::broken).isEmpty();
    assertThat(broken(Repository.ROOT.resolve("README.md"))).isEmpty();
  }

  @Test
  void a_link_to_nowhere_is_found(@TempDir Path folder) throws Exception {
    Path page =
        Files.writeString(
            folder.resolve("page.md"),
            "# To be: found!\n[a](#to-be-found) [b](page.md#to-be) [c](other.md) [d](https://x)\n");

    assertThat(broken(page)).containsExactly(page + ": page.md#to-be", page + ": other.md");
  }

  private static List<String> broken(Path page) {
    List<String> broken = new ArrayList<>();
    Matcher link = LINK.matcher(withoutCode(page));
    while (link.find()) {
      String target = link.group(1);
      if (!target.matches("[a-z]+:.*") && !leadsSomewhere(page, target)) {
        broken.add(page + ": " + target);
      }
    }
    return broken;
  }

  private static boolean leadsSomewhere(Path page, String target) {
    String[] parts = target.split("#", 2);
    Path file = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]);
    return Files.exists(file) && (parts.length == 1 || anchors(file).contains(parts[1]));
  }

  /// As GitHub makes them of headings.
  private static Set<String> anchors(Path page) {
    return HEADING
        .matcher(withoutCode(page))
        .results()
        .map(heading -> heading.group(1).toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("[^\\p{L}\\p{N}_ -]", "").replace(' ', '-'))
        .collect(Collectors.toSet());
  }

  private static String withoutCode(Path page) {
    return CODE.matcher(Repository.read(page)).replaceAll("");
  }
}
