package io.llmdevops.copilot.platform.config;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Describes one setting (a method of a `@ConfigMapping` interface), or, on the interface, the
/// group. The catalogue and docs/use/configuration.md are generated from it.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Setting {
  /// What it does, in Markdown, on one line.
  String value();

  /// A shorter or conventional name of the environment variable, beside the derived one
  /// (`copilot.server.port` is always `COPILOT_SERVER_PORT` too).
  String env() default "";

  /// For numbers.
  long min() default Long.MIN_VALUE;

  /// For numbers.
  long max() default Long.MAX_VALUE;

  /// The value appears in no message and no log.
  boolean secret() default false;

  /// Allowed words of a text setting, when it is no enum.
  String[] oneOf() default {};
}
