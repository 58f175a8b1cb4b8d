package io.llmdevops.copilot.deployment.cicd;

import com.fasterxml.jackson.databind.JsonNode;
import io.llmdevops.copilot.deployment.repository.Manifest;
import io.llmdevops.copilot.deployment.repository.Rendering;
import io.llmdevops.copilot.deployment.repository.Repository;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// An AppProject with its Applications, and what Argo CD would say to them.
record ArgoCd(Manifest project, List<Manifest> applications) {
  static final Path FOLDER = Repository.ROOT.resolve("deployment/ci-cd");

  static ArgoCd read(String file) {
    return of(Manifest.read(FOLDER.resolve(file)));
  }

  static ArgoCd of(String yaml) {
    return of(Manifest.parse(yaml));
  }

  private static ArgoCd of(List<Manifest> objects) {
    return new ArgoCd(
        Manifest.of(objects, "AppProject").findFirst().orElseThrow(),
        Manifest.of(objects, "Application").toList());
  }

  Manifest application() {
    if (applications.size() != 1) {
      throw new AssertionError("applications: " + applications);
    }
    return applications.getFirst();
  }

  static Path source(Manifest application) {
    return Repository.ROOT.resolve(application.at("/spec/source/path").asText());
  }

  static List<Manifest> rendered(Manifest application) {
    return Manifest.parse(Rendering.kustomize(source(application)));
  }

  static boolean isGenerated(Manifest configMap) {
    return configMap.name().matches(".*-[a-z0-9]{10}");
  }

  /// What the project would refuse of it, a line each.
  List<String> refused(Manifest application) {
    List<String> refused = new ArrayList<>();
    String repository = application.at("/spec/source/repoURL").asText();
    if (!texts(project.at("/spec/sourceRepos")).contains(repository)) {
      refused.add("repository " + repository);
    }
    if (!project.name().equals(application.at("/spec/project").asText())) {
      refused.add("project " + application.at("/spec/project").asText());
    }
    String server = application.at("/spec/destination/server").asText();
    for (Manifest object : rendered(application)) {
      boolean ofTheCluster = object.namespace().isEmpty();
      String list = ofTheCluster ? "clusterResourceWhitelist" : "namespaceResourceWhitelist";
      if (!kinds(list).contains(kind(object))) {
        refused.add("kind of " + object);
      }
      if (!ofTheCluster && !destinations().contains(server + " " + object.namespace())) {
        refused.add("namespace of " + object);
      }
    }
    return refused;
  }

  static String kind(Manifest object) {
    String version = object.apiVersion();
    return (version.contains("/") ? version.replaceFirst("/.*", "") : "") + "/" + object.kind();
  }

  Set<String> kinds(String list) {
    Set<String> kinds = new TreeSet<>();
    Manifest.elements(project.at("/spec/" + list))
        .forEach(it -> kinds.add(it.path("group").asText() + "/" + it.path("kind").asText()));
    return kinds;
  }

  Set<String> destinations() {
    Set<String> destinations = new TreeSet<>();
    Manifest.elements(project.at("/spec/destinations"))
        .forEach(it ->
            destinations.add(it.path("server").asText() + " " + it.path("namespace").asText()));
    return destinations;
  }

  /// Whether a sync leaves this field of the object as it is in the cluster.
  static boolean leavesAlone(Manifest application, String kind, String name, String pointer) {
    return texts(application.at("/spec/syncPolicy/syncOptions"))
            .contains("RespectIgnoreDifferences=true")
        && Manifest.elements(application.at("/spec/ignoreDifferences"))
            .anyMatch(it ->
                kind.equals(it.path("group").asText() + "/" + it.path("kind").asText())
                    && it.path("name").asText().equals(name)
                    && texts(it.path("jsonPointers")).contains(pointer));
  }

  static List<String> texts(JsonNode array) {
    return Manifest.elements(array).map(JsonNode::asText).toList();
  }
}
