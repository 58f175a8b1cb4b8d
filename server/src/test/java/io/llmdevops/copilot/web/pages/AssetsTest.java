package io.llmdevops.copilot.web.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AssetsTest {
  private static final Path FOLDER = Path.of("src/main/resources/META-INF/resources/assets");

  @Test
  void every_file_of_the_folder_is_served() throws IOException {
    try (Stream<Path> files = Files.walk(FOLDER)) {
      Set<String> found =
          files
              .filter(Files::isRegularFile)
              .map(file -> FOLDER.relativize(file).toString())
              .collect(Collectors.toSet());
      assertThat(Assets.names().stream().filter(name -> !name.startsWith("lib/")))
          .containsExactlyInAnyOrderElementsOf(found);
    }
  }

  @Test
  void the_address_carries_the_hash_of_the_contents() {
    Assets assets = new Assets();
    assertThat(assets.url("js/app.js")).matches("/assets/[0-9a-f]{12}/js/app\\.js");
    assertThat(new Assets().version()).isEqualTo(assets.version());
    assertThatThrownBy(() -> assets.url("js/other.js")).hasMessageContaining("js/other.js");
  }

  @Test
  void the_first_visit_loads_little() {
    Assets assets = new Assets();
    int packed =
        Assets.names().stream()
            .mapToInt(name -> assets.find(name).orElseThrow().packed().length)
            .sum();
    assertThat(packed).isLessThan(70_000);
  }
}
