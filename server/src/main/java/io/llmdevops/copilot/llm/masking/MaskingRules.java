package io.llmdevops.copilot.llm.masking;

import io.llmdevops.copilot.llm.MaskingSettings;
import io.llmdevops.copilot.platform.config.ConfigurationError;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// Turns the configuration into detectors.
final class MaskingRules {
  private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());

  private MaskingRules() {}

  static Masking of(MaskingSettings config) {
    if (!config.enabled()) {
      return new Masking(List.of(), List.of());
    }
    String country = config.phoneCountry().toUpperCase(Locale.ROOT);
    if (!COUNTRIES.contains(country)) {
      throw new ConfigurationError(
          List.of(
              "copilot.masking.phone-country is '%s'; it must be a country of two letters such as US or DE"
                  .formatted(config.phoneCountry())));
    }
    List<Detector> detectors =
        new ArrayList<>(
            List.of(
                new PrivateKeys(),
                new KnownFormats(),
                new Credentials(),
                new NamedValues(),
                new KubernetesSecrets(),
                new PersonalData(),
                new Phones(country)));
    if (config.ipAddresses()) {
      detectors.add(new Addresses());
    }
    config
        .deny()
        .forEach((name, rule) -> detectors.add(new Named(pattern("deny.\"" + name + "\"", rule))));
    List<Pattern> allowed =
        config.allow().orElse(List.of()).stream().map(rule -> pattern("allow", rule)).toList();
    return new Masking(detectors, allowed);
  }

  private static Pattern pattern(String key, String rule) {
    try {
      return Pattern.compile(rule);
    } catch (PatternSyntaxException e) {
      throw new ConfigurationError(
          List.of(
              "copilot.masking.%s is no regular expression: %s at character %d of '%s'"
                  .formatted(key, e.getDescription(), e.getIndex() + 1, rule)));
    }
  }
}
