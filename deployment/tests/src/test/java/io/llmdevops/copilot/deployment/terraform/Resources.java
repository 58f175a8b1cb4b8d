package io.llmdevops.copilot.deployment.terraform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// The resources of a plan or of a state, as `terraform show -json` tells them.
record Resources(List<Resource> all) {
  /// Stands for a value that is there, but known only after the apply.
  static final String LATER = "(known after apply)";

  record Resource(String address, String type, String name, ObjectNode values) {
    /// Everything before the type: `module.primary.module.rds`.
    String module() {
      int end = address.indexOf(type + ".");
      return end <= 0 ? "" : address.substring(0, end - 1);
    }

    String region() {
      return text("/region");
    }

    /// The value at a JSON pointer as text, empty if there is none.
    String text(String pointer) {
      JsonNode value = at(pointer);
      return value.isNull() ? "" : value.asText("");
    }

    boolean isTrue(String pointer) {
      return text(pointer).equals("true");
    }

    /// Whether there is a value, be it known only later.
    boolean isSet(String pointer) {
      return !text(pointer).isBlank();
    }

    JsonNode at(String pointer) {
      return values.at(pointer);
    }
  }

  Resources {
    all = List.copyOf(all);
  }

  static Resources ofPlan(JsonNode plan) {
    List<Resource> resources = new ArrayList<>();
    for (JsonNode change : plan.path("resource_changes")) {
      if (change.path("mode").asText().equals("managed") && change.at("/change/after").isObject()) {
        resources.add(resource(change, (ObjectNode) after(change.path("change"))));
      }
    }
    return new Resources(resources);
  }

  static Resources ofState(JsonNode state) {
    List<Resource> resources = new ArrayList<>();
    collect(state.at("/values/root_module"), resources);
    return new Resources(resources);
  }

  private static void collect(JsonNode module, List<Resource> resources) {
    for (JsonNode it : module.path("resources")) {
      if (it.path("mode").asText().equals("managed")) {
        resources.add(resource(it, (ObjectNode) it.path("values")));
      }
    }
    module.path("child_modules").forEach(child -> collect(child, resources));
  }

  private static Resource resource(JsonNode node, ObjectNode values) {
    return new Resource(
        node.path("address").asText(),
        node.path("type").asText(),
        node.path("name").asText(),
        values);
  }

  /// What will be, by a `change` of the plan.
  static JsonNode after(JsonNode change) {
    JsonNode values = change.path("after").deepCopy();
    markLater(values, change.path("after_unknown"));
    return values;
  }

  /// The plan keeps apart what is known (`after`) and what will be (`after_unknown`, the same tree
  /// with `true`).
  private static void markLater(JsonNode known, JsonNode later) {
    if (known instanceof ObjectNode object && later.isObject()) {
      for (var entry : later.properties()) {
        if (entry.getValue().isBoolean() && entry.getValue().booleanValue()) {
          object.put(entry.getKey(), LATER);
        } else {
          markLater(object.path(entry.getKey()), entry.getValue());
        }
      }
    } else if (known instanceof ArrayNode array && later.isArray()) {
      for (int i = 0; i < array.size() && i < later.size(); i++) {
        if (later.path(i).isBoolean() && later.path(i).booleanValue()) {
          array.set(i, array.textNode(LATER));
        } else {
          markLater(array.path(i), later.path(i));
        }
      }
    }
  }

  Stream<Resource> of(String type) {
    return all.stream().filter(it -> it.type().equals(type));
  }

  /// The only one of its type and name.
  Resource the(String type, String name) {
    List<Resource> found = of(type).filter(it -> it.name().equals(name)).toList();
    if (found.size() != 1) {
      throw new AssertionError(type + "." + name + " is there " + found.size() + " times");
    }
    return found.getFirst();
  }

  Resources without(String type) {
    return new Resources(all.stream().filter(it -> !it.type().equals(type)).toList());
  }

  /// A copy in which the first resource of the type is changed.
  Resources with(String type, Consumer<ObjectNode> change) {
    List<Resource> changed = new ArrayList<>(all);
    for (int i = 0; i < changed.size(); i++) {
      Resource it = changed.get(i);
      if (it.type().equals(type)) {
        ObjectNode values = it.values().deepCopy();
        change.accept(values);
        changed.set(i, new Resource(it.address(), type, it.name(), values));
        return new Resources(changed);
      }
    }
    throw new AssertionError("No " + type + " to change");
  }
}
