package io.llmdevops.copilot.identity;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The permission that an endpoint needs; on the class for all of its methods. An endpoint with
/// neither this nor [OpenToAll] is refused to everybody, and a test finds it.
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Requires {
  Permission value();
}
