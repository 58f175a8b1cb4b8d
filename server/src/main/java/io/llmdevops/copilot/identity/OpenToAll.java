package io.llmdevops.copilot.identity;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// An endpoint that asks nobody who they are, or does so by itself (a webhook with a secret of its
/// own).
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface OpenToAll {
  /// Why that is safe.
  String value();
}
