package io.llmdevops.copilot.incidents;

import java.util.EnumSet;
import java.util.Set;

/// The life cycle of an incident. The table of allowed transitions:
///
/// | from \ to     | investigating | acknowledged | mitigated | resolved | suppressed | detected |
/// |---------------|---------------|--------------|-----------|----------|------------|----------|
/// | detected      | yes           | yes          | yes       | yes      | yes        |          |
/// | investigating |               | yes          | yes       | yes      | yes        |          |
/// | acknowledged  |               |              | yes       | yes      | yes        |          |
/// | mitigated     | yes           | yes          |           | yes      |            |          |
/// | resolved      |               |              |           |          |            | yes      |
/// | suppressed    |               |              |           | yes      |            | yes      |
///
/// `resolved` to `detected` is a re-opening; `suppressed` to `detected` happens when a silence or a
/// maintenance window ends while the trouble lasts.
public enum IncidentStatus {
  DETECTED,
  INVESTIGATING,
  ACKNOWLEDGED,
  MITIGATED,
  RESOLVED,
  SUPPRESSED;

  public Set<IncidentStatus> next() {
    return switch (this) {
      case DETECTED -> EnumSet.of(INVESTIGATING, ACKNOWLEDGED, MITIGATED, RESOLVED, SUPPRESSED);
      case INVESTIGATING -> EnumSet.of(ACKNOWLEDGED, MITIGATED, RESOLVED, SUPPRESSED);
      case ACKNOWLEDGED -> EnumSet.of(MITIGATED, RESOLVED, SUPPRESSED);
      case MITIGATED -> EnumSet.of(INVESTIGATING, ACKNOWLEDGED, RESOLVED);
      case RESOLVED -> EnumSet.of(DETECTED);
      case SUPPRESSED -> EnumSet.of(RESOLVED, DETECTED);
    };
  }

  public boolean mayBecome(IncidentStatus target) {
    return next().contains(target);
  }

  public boolean isOpen() {
    return this != RESOLVED && this != SUPPRESSED;
  }
}
