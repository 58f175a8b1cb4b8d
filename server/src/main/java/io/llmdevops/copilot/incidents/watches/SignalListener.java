package io.llmdevops.copilot.incidents.watches;

/// Told when signals of a watch opened or closed, after that was committed, on the pod that did it.
/// A hint to look at once, no more: who must not miss a change polls for it as well.
public interface SignalListener {
  void signalsChanged(String watch);
}
