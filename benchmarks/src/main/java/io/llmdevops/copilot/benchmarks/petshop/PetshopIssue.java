package io.llmdevops.copilot.benchmarks.petshop;

import io.llmdevops.copilot.incidents.investigation.CallGraph;
import io.llmdevops.copilot.incidents.investigation.IncidentWindow;
import io.llmdevops.copilot.incidents.investigation.ServiceSeries;
import io.llmdevops.copilot.incidents.investigation.Symptom;
import java.util.List;

/// One injected fault: what was measured, where it was noticed, and which service it was put into.
public record PetshopIssue(
    String scenario,
    String name,
    CallGraph graph,
    List<ServiceSeries> series,
    IncidentWindow window,
    Symptom symptom,
    String culprit) {
  public PetshopIssue {
    series = List.copyOf(series);
  }
}
