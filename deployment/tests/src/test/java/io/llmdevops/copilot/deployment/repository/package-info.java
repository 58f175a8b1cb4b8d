/// What every test under `deployment/` stands on: where things lie, the objects for the API server
/// and their schemas, and programs that are run to their end. The packages beside this one each
/// hold one folder of `deployment/` to something and do not import each other.
@NullMarked
package io.llmdevops.copilot.deployment.repository;

import org.jspecify.annotations.NullMarked;
