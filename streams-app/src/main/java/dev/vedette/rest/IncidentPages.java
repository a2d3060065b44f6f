package dev.vedette.rest;

import dev.vedette.events.Subject;
import dev.vedette.events.SubjectKey;
import dev.vedette.flows.incidents.IncidentFlow;
import dev.vedette.rest.IncidentQueries.Incidents;
import dev.vedette.rest.IncidentQueries.Last;
import dev.vedette.rest.IncidentQueries.OneIncident;
import dev.vedette.rest.IncidentQueries.Which;
import dev.vedette.risk.Alert;
import dev.vedette.risk.Incident;
import dev.vedette.schemas.Topics;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/** Incidents from their stores: a list is one scan of a tenant's, of which there are few. */
final class IncidentPages {
  private static final Comparator<Incident> NEWEST_FIRST =
      Comparator.comparingLong(Incident::changedMillis).reversed().thenComparing(Incident::id);

  private final StoreAccess stores;

  IncidentPages(StoreAccess stores) {
    this.stores = stores;
  }

  Incidents list(
      String tenant, Which which, @Nullable Subject of, int limit, @Nullable Last after) {
    var best = new PriorityQueue<Incident>(NEWEST_FIRST.reversed());
    for (String store : names(which)) {
      try (var entries =
          store(store, tenant)
              .prefixScan(SubjectKey.encodePart(tenant) + "/", new StringSerializer())) {
        entries.forEachRemaining(entry -> {
          Incident incident = entry.value.incident();
          if (isBehind(incident, after) && concerns(incident, of)) {
            best.add(incident);
            if (best.size() > limit + 1) {
              best.remove();
            }
          }
        });
      }
    }
    var found = new ArrayList<>(best);
    found.sort(NEWEST_FIRST);
    boolean more = found.size() > limit;
    List<Incident> shown = more ? found.subList(0, limit) : found;
    return new Incidents(
        stores.now(),
        stores.dataTime(),
        shown,
        more ? new Last(shown.getLast().changedMillis(), shown.getLast().id()) : null,
        stores.engine().origin(Topics.RISES, tenant));
  }

  @Nullable OneIncident one(String tenant, String id) {
    String key = SubjectKey.encodePart(tenant) + "/" + id;
    for (String store : names(Which.ALL)) {
      Alert alert = store(store, tenant).get(key);
      if (alert != null) {
        return new OneIncident(
            stores.now(),
            stores.dataTime(),
            alert.incident(),
            stores.engine().origin(Topics.RISES, tenant));
      }
    }
    return null;
  }

  /** All incidents of a tenant are in one part. */
  private ReadOnlyKeyValueStore<String, Alert> store(String name, String tenant) {
    return stores.engine().store(name, Topics.RISES, tenant);
  }

  private static List<String> names(Which which) {
    return switch (which) {
      case OPEN -> List.of(IncidentFlow.OPEN);
      case CLOSED -> List.of(IncidentFlow.CLOSED);
      case ALL -> List.of(IncidentFlow.OPEN, IncidentFlow.CLOSED);
    };
  }

  private static boolean isBehind(Incident incident, @Nullable Last after) {
    return after == null
        || incident.changedMillis() < after.changedMillis()
        || (incident.changedMillis() == after.changedMillis()
            && incident.id().compareTo(after.id()) > 0);
  }

  private static boolean concerns(Incident incident, @Nullable Subject of) {
    return of == null
        || incident.members().stream()
            .anyMatch(one -> one.subject().equals(of) || of.equals(one.subject().owner()));
  }
}
