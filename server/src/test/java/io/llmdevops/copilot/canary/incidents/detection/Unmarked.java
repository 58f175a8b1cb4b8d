package io.llmdevops.copilot.canary.incidents.detection;

class Unmarked {}
