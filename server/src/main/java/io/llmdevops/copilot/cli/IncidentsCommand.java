package io.llmdevops.copilot.cli;

import picocli.CommandLine.Command;

@Command(
    name = "incidents",
    description = "List, show, acknowledge and resolve incidents.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      IncidentListCommand.class,
      IncidentShowCommand.class,
      IncidentActionCommand.Ack.class,
      IncidentActionCommand.Resolve.class
    })
final class IncidentsCommand {}
