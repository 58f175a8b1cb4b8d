package io.llmdevops.copilot.canary.web;

class ThingHelper {}
