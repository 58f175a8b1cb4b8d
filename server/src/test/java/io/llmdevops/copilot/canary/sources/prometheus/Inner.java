package io.llmdevops.copilot.canary.sources.prometheus;

public class Inner {}
