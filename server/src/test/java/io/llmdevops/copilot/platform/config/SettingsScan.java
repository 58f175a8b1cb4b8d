package io.llmdevops.copilot.platform.config;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.llmdevops.copilot.platform.config.SettingDefinition.Bounds;
import io.llmdevops.copilot.platform.config.SettingDefinition.Notation;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import io.smallrye.config.WithParentName;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// Finds every `@ConfigMapping` interface of the server and reads the settings off its methods.
final class SettingsScan {
  private SettingsScan() {}

  /// A mapping interface: its prefix, what it says of itself, and its settings by key.
  record Group(String prefix, String description, List<SettingDefinition> settings) {}

  static List<Group> groups() {
    return new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.llmdevops.copilot")
            .stream()
            .filter(c -> c.isAnnotatedWith(ConfigMapping.class))
            .map(SettingsScan::reflect)
            .map(SettingsScan::group)
            .sorted(Comparator.comparing(Group::prefix))
            .toList();
  }

  private static Class<?> reflect(JavaClass c) {
    try {
      return Class.forName(c.getName(), false, SettingsScan.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Group group(Class<?> mapping) {
    String prefix = mapping.getAnnotation(ConfigMapping.class).prefix();
    Setting about = mapping.getAnnotation(Setting.class);
    if (about == null) {
      throw new AssertionError(mapping + " needs a @Setting that says what the group is about");
    }
    List<SettingDefinition> found = new ArrayList<>();
    walk(mapping, prefix, found);
    found.sort(Comparator.comparing(SettingDefinition::key));
    return new Group(prefix, about.value(), found);
  }

  private static void walk(Class<?> type, String prefix, List<SettingDefinition> into) {
    for (Method method : type.getMethods()) {
      if (!method.isDefault()) {
        java.lang.reflect.Type returned = method.getGenericReturnType();
        add(method, returned, key(method, prefix), into);
      }
    }
  }

  private static void add(
      Method method, java.lang.reflect.Type returned, String key, List<SettingDefinition> into) {
    if (returned instanceof ParameterizedType generic) {
      Class<?> raw = (Class<?>) generic.getRawType();
      java.lang.reflect.Type[] arguments = generic.getActualTypeArguments();
      if (raw == Optional.class) {
        add(method, arguments[0], key, into);
      } else if (Collection.class.isAssignableFrom(raw)) {
        add(method, arguments[0], key + "[*]", into);
      } else if (Map.class.isAssignableFrom(raw)) {
        add(method, arguments[1], key + ".*", into);
      } else {
        throw new AssertionError(method + ": type is not supported");
      }
    } else if (returned instanceof Class<?> c && c.isInterface()) {
      walk(c, key, into);
    } else {
      into.add(definition(method, (Class<?>) returned, key));
    }
  }

  private static String key(Method method, String prefix) {
    if (method.isAnnotationPresent(WithParentName.class)) {
      return prefix;
    }
    WithName named = method.getAnnotation(WithName.class);
    return prefix + "." + (named == null ? kebab(method.getName()) : named.value());
  }

  static String kebab(String camel) {
    return camel.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
  }

  private static SettingDefinition definition(Method method, Class<?> type, String key) {
    Setting setting = method.getAnnotation(Setting.class);
    if (setting == null) {
      throw new AssertionError(method + " needs a @Setting that says what it does");
    }
    WithDefault defaultValue = method.getAnnotation(WithDefault.class);
    List<String> oneOf =
        type.isEnum()
            ? Arrays.stream(type.getEnumConstants())
                .map(c -> ((Enum<?>) c).name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .toList()
            : List.of(setting.oneOf());
    return new SettingDefinition(
        key,
        setting.env(),
        oneOf.isEmpty() ? type(method, type) : Notation.WORD,
        defaultValue == null ? "" : defaultValue.value(),
        oneOf,
        new Bounds(setting.min(), setting.max()),
        setting.secret(),
        setting.value());
  }

  private static Notation type(Method method, Class<?> type) {
    if (type == int.class
        || type == long.class
        || type == OptionalInt.class
        || type == OptionalLong.class
        || type == Integer.class
        || type == Long.class) {
      return Notation.NUMBER;
    }
    if (type == double.class || type == OptionalDouble.class || type == Double.class) {
      return Notation.DECIMAL;
    }
    if (type == boolean.class || type == Boolean.class) {
      return Notation.YES_NO;
    }
    if (type == Duration.class) {
      return Notation.DURATION;
    }
    if (type == String.class || type == java.net.URI.class || type == java.nio.file.Path.class) {
      return Notation.TEXT;
    }
    throw new AssertionError(method + ": type is not supported");
  }
}
