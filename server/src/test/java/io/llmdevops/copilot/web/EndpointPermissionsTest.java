package io.llmdevops.copilot.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.llmdevops.copilot.identity.OpenToAll;
import io.llmdevops.copilot.identity.Requires;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class EndpointPermissionsTest {
  private final List<JavaMethod> endpoints =
      new ClassFileImporter()
              .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
              .importPackages("io.llmdevops.copilot")
              .stream()
              .filter(c -> c.isAnnotatedWith(Path.class))
              .flatMap(c -> c.getMethods().stream())
              .filter(m -> m.isMetaAnnotatedWith(HttpMethod.class))
              .toList();

  @Test
  void every_endpoint_says_who_may_use_it() {
    assertThat(endpoints).hasSizeGreaterThan(8);
    assertThat(endpoints)
        .filteredOn(m -> !declares(m) && !declares(m.getOwner()))
        .extracting(JavaMethod::getFullName)
        .as("endpoints without @Requires or @OpenToAll")
        .isEmpty();
  }

  private static boolean declares(JavaMethod m) {
    return m.isAnnotatedWith(Requires.class) || m.isAnnotatedWith(OpenToAll.class);
  }

  private static boolean declares(JavaClass c) {
    return c.isAnnotatedWith(Requires.class) || c.isAnnotatedWith(OpenToAll.class);
  }
}
