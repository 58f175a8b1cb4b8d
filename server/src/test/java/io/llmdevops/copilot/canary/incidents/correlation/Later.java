package io.llmdevops.copilot.canary.incidents.correlation;

public class Later {}
