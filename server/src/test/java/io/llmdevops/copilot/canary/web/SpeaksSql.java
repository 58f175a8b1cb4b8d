package io.llmdevops.copilot.canary.web;

import org.jdbi.v3.core.Jdbi;

class SpeaksSql {
  Jdbi jdbi = Jdbi.create("jdbc:none");
}
