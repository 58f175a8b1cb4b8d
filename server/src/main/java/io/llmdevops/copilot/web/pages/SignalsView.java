package io.llmdevops.copilot.web.pages;

import java.util.List;

/// The table of signals. `here` is its own address, `next` that of the following slice, or empty.
public record SignalsView(List<SignalRow> rows, String service, String here, String next) {}
