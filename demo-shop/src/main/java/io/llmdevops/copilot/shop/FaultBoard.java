package io.llmdevops.copilot.shop;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// Which faults are on. Services look here at each request; the schedule and the control door
/// switch.
final class FaultBoard {

  private final Set<Fault> active = ConcurrentHashMap.newKeySet();
  private final Set<String> services;
  private final Consumer<String> announcements;

  /// @param services the services that can be broken
  /// @param announcements receives one line when a fault starts or ends
  FaultBoard(Set<String> services, Consumer<String> announcements) {
    this.services = Set.copyOf(services);
    this.announcements = announcements;
  }

  /// Starts a fault; starting one that is already on changes nothing.
  ///
  /// @throws IllegalArgumentException when there is no such service
  void start(Fault fault) {
    if (!services.contains(fault.service())) {
      throw new IllegalArgumentException(
          "no service is called '%s'; there are %s"
              .formatted(fault.service(), String.join(", ", services.stream().sorted().toList())));
    }
    if (active.add(fault)) {
      announcements.accept("FAULT " + fault + " started");
    }
  }

  void end(Fault fault) {
    if (active.remove(fault)) {
      announcements.accept("FAULT " + fault + " ended");
    }
  }

  void endAll() {
    active().forEach(this::end);
  }

  List<Fault> active() {
    return List.copyOf(active);
  }

  boolean isActive(Fault.Kind kind, String service) {
    return !active.isEmpty() && active.contains(new Fault(kind, service));
  }
}
