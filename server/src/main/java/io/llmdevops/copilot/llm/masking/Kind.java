package io.llmdevops.copilot.llm.masking;

/// What a masked text is.
public enum Kind {
  /// A credential: password, key, token, cookie. Never put back into the arguments of a tool.
  SECRET,
  EMAIL,
  CARD,
  PHONE,
  IP,
  /// What a rule of the configuration names.
  CUSTOM
}
