package io.llmdevops.copilot;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/// The rules of docs/architecture.md. Each has a canary below: a class in `..canary..` that breaks
/// it, so that a rule which no longer sees anything is found out.
class ArchitectureTest {
  static final String ROOT = "io.llmdevops.copilot.";
  static final String CANARY = ROOT + "canary.";

  static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.llmdevops.copilot");

  /// Top to bottom: a package may use only lower rows. Packages on one row never use each other.
  static final List<Set<String>> ROWS =
      List.of(
          Set.of("app"),
          Set.of("web", "cli"),
          Set.of("conversation", "incidents", "testgen"),
          Set.of("agent"),
          Set.of("knowledge", "workflow"),
          Set.of("llm", "sources"),
          Set.of("audit"),
          Set.of("identity"),
          Set.of("platform"));

  /// Later stages may use earlier ones, never the other way. `watches` feeds detection's verdicts
  /// into signals and stands beside correlation, not above it.
  static final List<String> INCIDENT_FLOW =
      List.of("response", "investigation", "correlation", "watches", "detection");

  static final Set<String> EXPORTED_SUBPACKAGES = Set.of("agent.tools");
  static final Set<String> OPEN = Set.of("platform");

  /// A library stays in its own room: the package prefix, and who alone may use it.
  static final Map<String, List<String>> ROOMS =
      Map.ofEntries(
          Map.entry("org.jdbi", List.of("app", "platform", "identity", "incidents")),
          Map.entry("java.sql", List.of("app", "platform")),
          Map.entry("io.agroal", List.of("platform.database")),
          Map.entry("org.flywaydb", List.of("platform.database")),
          Map.entry("org.apache.commons", List.of("platform.database")),
          Map.entry("com.github.kagkarlsson", List.of("app", "platform.jobs")),
          Map.entry("io.micrometer", List.of("app", "platform")),
          Map.entry("com.google.i18n", List.of("llm.masking")),
          Map.entry("org.yaml", List.of("platform.config")),
          Map.entry("io.vertx.redis", List.of("platform.cache")),
          Map.entry("software.amazon", List.of("llm.bedrock")),
          Map.entry("picocli", List.of("cli")),
          Map.entry("jakarta.ws.rs", List.of("web")),
          Map.entry("io.quarkus.qute", List.of("web")));

  static String path(JavaClass c) {
    String p = c.getPackageName() + ".";
    if (p.startsWith(CANARY)) {
      p = p.substring(CANARY.length());
    } else {
      p = p.substring(ROOT.length());
    }
    return p.isEmpty() ? p : p.substring(0, p.length() - 1);
  }

  static String feature(JavaClass c) {
    return path(c).split("\\.")[0];
  }

  static String last(JavaClass c) {
    return c.getPackageName().substring(c.getPackageName().lastIndexOf('.') + 1);
  }

  static boolean ours(JavaClass c) {
    return c.getPackageName().startsWith(ROOT);
  }

  static int row(String feature) {
    for (int i = 0; i < ROWS.size(); i++) {
      if (ROWS.get(i).contains(feature)) {
        return i;
      }
    }
    throw new AssertionError("package not in ROWS: " + feature);
  }

  static ArchCondition<JavaClass> onEachDependency(
      String text, BiPredicate<JavaClass, JavaClass> bad) {
    return new ArchCondition<>(text) {
      @Override
      public void check(JavaClass from, ConditionEvents events) {
        row(feature(from));
        for (Dependency d : from.getDirectDependenciesFromSelf()) {
          JavaClass to = d.getTargetClass().getBaseComponentType();
          if (bad.test(from, to)) {
            events.add(SimpleConditionEvent.violated(from, d.getDescription()));
          }
        }
      }
    };
  }

  static final ArchRule FLOWS_DOWN =
      classes()
          .should(
              onEachDependency(
                  "use only lower rows",
                  (f, t) ->
                      ours(t)
                          && !feature(f).equals(feature(t))
                          && row(feature(t)) <= row(feature(f))));

  static final ArchRule SUB_PACKAGES_ARE_PRIVATE =
      classes()
          .should(
              onEachDependency(
                  "enter another feature by its root package",
                  (f, t) ->
                      ours(t)
                          && !feature(f).equals("app")
                          && !feature(f).equals(feature(t))
                          && path(t).contains(".")
                          && !EXPORTED_SUBPACKAGES.contains(path(t))
                          && !OPEN.contains(feature(t))));

  static final ArchRule INCIDENTS_FLOW =
      classes()
          .should(
              onEachDependency(
                  "flow detection -> watches -> correlation -> investigation -> response",
                  (f, t) -> {
                    int from = INCIDENT_FLOW.indexOf(last(f));
                    int to = INCIDENT_FLOW.indexOf(last(t));
                    return ours(t)
                        && feature(f).equals("incidents")
                        && feature(t).equals("incidents")
                        && from >= 0
                        && to >= 0
                        && to < from;
                  }));

  static final ArchRule LIBRARIES_STAY_IN_THEIR_ROOMS =
      classes()
          .should(
              onEachDependency(
                  "use a library only in its room",
                  (f, t) ->
                      ROOMS.entrySet().stream()
                          .filter(room -> inPackage(t.getPackageName(), room.getKey()))
                          .anyMatch(room ->
                              room.getValue().stream()
                                  .noneMatch(allowed -> inPackage(path(f), allowed)))));

  static boolean inPackage(String name, String prefix) {
    return name.equals(prefix) || name.startsWith(prefix + ".");
  }

  static final ArchRule CLOCK_ONLY_IN_PLATFORM_TIME =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + "platform.time..")
          .should()
          .callMethod(java.time.Instant.class, "now")
          .orShould()
          .callMethod(java.time.Clock.class, "systemUTC")
          .orShould()
          .callMethod(java.time.Clock.class, "systemDefaultZone")
          .orShould()
          .callMethod(java.time.InstantSource.class, "system")
          .orShould()
          .callMethod(System.class, "currentTimeMillis");

  static final ArchRule NULL_MARKED =
      classes()
          .that(
              DescribedPredicate.describe(
                  "are written by us", c -> !c.getName().contains("$$") && !generated(c)))
          .should(
              new ArchCondition<>("live in a @NullMarked package") {
                @Override
                public void check(JavaClass c, ConditionEvents events) {
                  if (!c.getPackage().isAnnotatedWith(NullMarked.class)) {
                    events.add(
                        SimpleConditionEvent.violated(
                            c, c.getName() + " is in a package without @NullMarked package-info"));
                  }
                }
              });

  static boolean generated(JavaClass c) {
    return c.getSimpleName().endsWith("_Bean") || c.getSimpleName().endsWith("_ClientProxy");
  }

  static final ArchRule NO_DUMPING_GROUNDS =
      noClasses()
          .should()
          .haveSimpleNameEndingWith("Utils")
          .orShould()
          .haveSimpleNameEndingWith("Util")
          .orShould()
          .haveSimpleNameEndingWith("Helper")
          .orShould()
          .haveSimpleNameEndingWith("Manager")
          .orShould()
          .haveSimpleNameEndingWith("Impl")
          .orShould()
          .resideInAnyPackage("..util..", "..utils..", "..common..", "..helper..");

  @Test
  void packages_use_only_lower_rows() {
    FLOWS_DOWN.check(CLASSES);
  }

  @Test
  void features_are_entered_by_their_root_package() {
    SUB_PACKAGES_ARE_PRIVATE.check(CLASSES);
  }

  @Test
  void incidents_flow_one_way() {
    INCIDENTS_FLOW.check(CLASSES);
  }

  @Test
  void libraries_stay_in_their_rooms() {
    LIBRARIES_STAY_IN_THEIR_ROOMS.check(CLASSES);
  }

  @Test
  void only_the_platform_asks_the_clock() {
    CLOCK_ONLY_IN_PLATFORM_TIME.check(CLASSES);
  }

  @Test
  void every_package_is_null_marked() {
    NULL_MARKED.check(CLASSES);
  }

  @Test
  void no_class_is_a_dumping_ground() {
    NO_DUMPING_GROUNDS.check(CLASSES);
  }

  @Test
  void each_rule_can_fail() {
    JavaClasses canaries = new ClassFileImporter().importPackages("io.llmdevops.copilot.canary");
    expectViolation(FLOWS_DOWN, canaries, "LooksUp");
    expectViolation(SUB_PACKAGES_ARE_PRIVATE, canaries, "ClimbsIn");
    expectViolation(INCIDENTS_FLOW, canaries, "SwimsUpstream");
    expectViolation(LIBRARIES_STAY_IN_THEIR_ROOMS, canaries, "SpeaksSql");
    expectViolation(CLOCK_ONLY_IN_PLATFORM_TIME, canaries, "AsksTheClock");
    expectViolation(NULL_MARKED, canaries, "Unmarked");
    expectViolation(NO_DUMPING_GROUNDS, canaries, "ThingHelper");
  }

  private static void expectViolation(ArchRule rule, JavaClasses canaries, String culprit) {
    assertThatThrownBy(() -> rule.check(canaries))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(culprit);
  }
}
