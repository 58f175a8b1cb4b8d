package io.llmdevops.copilot.llm.masking;

import io.llmdevops.copilot.llm.MaskingSettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;

record Rules(
    boolean enabled,
    boolean ipAddresses,
    String phoneCountry,
    Optional<List<String>> allow,
    Map<String, String> deny)
    implements MaskingSettings {

  static final Rules DEFAULT = new Rules(true, false, "US", Optional.empty(), Map.of());
}
