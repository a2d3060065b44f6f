package dev.vedette.flows.incidents;

import dev.vedette.events.SubjectKey;
import dev.vedette.risk.Alert;
import dev.vedette.risk.Incident;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The incidents that ended last, for whoever asks what there was: of each tenant at most {@value
 * #MAX_KEPT}, for at most {@link #KEPT}. All versions of all incidents are in {@code alerts.v1}.
 */
final class ClosedIncidents {
  /** Of each tenant. */
  static final int MAX_KEPT = 1_000;

  /** After its end. */
  static final Duration KEPT = Duration.ofDays(90);

  private final KeyValueStore<String, Alert> store;
  private final Map<String, TreeSet<Ended>> byTenant = new HashMap<>();

  private record Ended(long atMillis, String id) implements Comparable<Ended> {
    private static final Comparator<Ended> ORDER =
        Comparator.comparingLong(Ended::atMillis).thenComparing(Ended::id);

    @Override
    public int compareTo(Ended other) {
      return ORDER.compare(this, other);
    }
  }

  /** Reads what the store holds. */
  ClosedIncidents(KeyValueStore<String, Alert> store) {
    this.store = store;
    try (var entries = store.all()) {
      entries.forEachRemaining(entry -> note(entry.value.incident()));
    }
  }

  /** Keeps the last version of an incident, and forgets others for it. */
  void put(Incident incident) {
    store.put(key(incident.tenant(), incident.id()), Alert.of(incident, null));
    note(incident);
    forget(incident.tenant(), incident.changedMillis() - KEPT.toMillis());
  }

  private void note(Incident incident) {
    byTenant
        .computeIfAbsent(incident.tenant(), tenant -> new TreeSet<>())
        .add(new Ended(incident.changedMillis(), incident.id()));
  }

  private void forget(String tenant, long beforeMillis) {
    TreeSet<Ended> all = byTenant.getOrDefault(tenant, new TreeSet<>());
    while (!all.isEmpty() && (all.size() > MAX_KEPT || all.first().atMillis() < beforeMillis)) {
      Ended oldest = all.removeFirst();
      store.delete(key(tenant, oldest.id()));
    }
  }

  private static String key(String tenant, String id) {
    return SubjectKey.encodePart(tenant) + "/" + id;
  }
}
