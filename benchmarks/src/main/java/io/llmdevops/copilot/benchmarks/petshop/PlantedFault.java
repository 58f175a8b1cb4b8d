package io.llmdevops.copilot.benchmarks.petshop;

/// Kinds of faults that [PlantedFaults] puts into quiet data, by what they do to the measurements.
public enum PlantedFault {
  SLOW("a service takes longer, its callers wait"),
  BUSY("a service takes longer, and so does all that it measures of its callees"),
  RETRIED("a service takes longer, its callers ask again and lose more than it does"),
  FAILING("requests fail, and those that caused them"),
  MISDIRECTED("requests to a callee that nobody called before all fail"),
  TIMED_OUT("a service takes longer, its callers give up"),
  OVERLOADED("several times the requests enter at a service, it and a callee take longer");

  private final String effect;

  PlantedFault(String effect) {
    this.effect = effect;
  }

  public String effect() {
    return effect;
  }
}
