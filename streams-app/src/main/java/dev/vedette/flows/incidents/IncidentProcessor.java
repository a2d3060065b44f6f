package dev.vedette.flows.incidents;

import dev.vedette.events.SubjectKey;
import dev.vedette.flows.CommitBeat;
import dev.vedette.flows.Now;
import dev.vedette.flows.WholeStores;
import dev.vedette.risk.Alert;
import dev.vedette.risk.Incident;
import dev.vedette.risk.IncidentBook;
import dev.vedette.risk.IncidentBook.Outcome;
import dev.vedette.risk.RiskUpdate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the books of the tenants of one partition. The books are in memory; what is open is in the
 * store too, from which they are made anew.
 */
final class IncidentProcessor implements Processor<String, RiskUpdate, String, Alert> {
  private static final Duration EVERY = Duration.ofSeconds(10);

  private final Now now;
  private final Map<String, IncidentBook> books = new HashMap<>();

  private ProcessorContext<String, Alert> context;
  private KeyValueStore<String, Alert> open;
  private ClosedIncidents closed;
  private WholeStores.Shown shown = WholeStores.Shown.NOTHING;
  private long receivedMillis = Long.MIN_VALUE;

  @SuppressWarnings("NullAway.Init") // set in init, which Kafka Streams calls first
  IncidentProcessor(Now now) {
    this.now = now;
  }

  @Override
  public void init(ProcessorContext<String, Alert> processorContext) {
    context = processorContext;
    open = processorContext.getStateStore(IncidentFlow.OPEN);
    closed = new ClosedIncidents(processorContext.getStateStore(IncidentFlow.CLOSED));
    // A revived task keeps its processor: what was not committed must not be remembered.
    receivedMillis = Long.MIN_VALUE;
    books.clear();
    var stored = new HashMap<String, List<Incident>>();
    try (var entries = open.all()) {
      entries.forEachRemaining(entry -> {
        Incident incident = entry.value.incident();
        stored.computeIfAbsent(incident.tenant(), t -> new ArrayList<>()).add(incident);
      });
    }
    stored.forEach((tenant, incidents) -> books.put(tenant, new IncidentBook(incidents)));
    shown = WholeStores.show(processorContext, IncidentFlow.OPEN, IncidentFlow.CLOSED);
    CommitBeat.keep(processorContext);
    if (now == Now.WALL_CLOCK) {
      processorContext.schedule(EVERY, PunctuationType.WALL_CLOCK_TIME, this::close);
    }
  }

  @Override
  public void close() {
    shown.hide();
  }

  @Override
  public void process(Record<String, RiskUpdate> record) {
    RiskUpdate update = record.value();
    receivedMillis = Math.max(receivedMillis, update.atMillis());
    if (now == Now.RECEPTION) {
      close(receivedMillis);
    }
    IncidentBook book =
        books.computeIfAbsent(update.subject().tenant(), t -> new IncidentBook(List.of()));
    settle(book.take(update), update, receivedMillis);
  }

  private void close(long atMillis) {
    for (IncidentBook book : books.values()) {
      if (book.nextDueMillis() <= atMillis) {
        settle(book.due(atMillis), null, atMillis);
      }
    }
  }

  private void settle(Outcome outcome, @Nullable RiskUpdate update, long atMillis) {
    for (Incident incident : outcome.kept()) {
      open.put(key(incident), Alert.of(incident, null));
    }
    for (Incident incident : outcome.told()) {
      if (incident.status() != Incident.Status.OPEN) {
        closed.put(incident); // first: a reader finds it in one of both
        open.delete(key(incident));
      }
      boolean isOfUpdate = incident.status() == Incident.Status.OPEN;
      context.forward(
          new Record<>(key(incident), Alert.of(incident, isOfUpdate ? update : null), atMillis));
    }
  }

  private static String key(Incident incident) {
    return SubjectKey.encodePart(incident.tenant()) + "/" + incident.id();
  }
}
