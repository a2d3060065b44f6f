package dev.vedette.wire;

import dev.vedette.risk.Alert;
import dev.vedette.risk.Incident;
import dev.vedette.risk.IncidentBook;
import dev.vedette.risk.RiskUpdate;
import dev.vedette.schemas.IncidentEntry;
import dev.vedette.schemas.IncidentMember;
import dev.vedette.schemas.IncidentStatus;
import org.apache.avro.Schema;

/** {@link Alert} as a record. A rise alone, of which version 1 told, is an incident of its own. */
final class AlertMapping implements Mapping<Alert, dev.vedette.schemas.Alert> {
  private final RiskUpdateMapping updates = new RiskUpdateMapping();

  @Override
  public Schema schema() {
    return dev.vedette.schemas.Alert.getClassSchema();
  }

  @Override
  public dev.vedette.schemas.Alert toRecord(Alert alert) {
    var update = alert.update();
    return new dev.vedette.schemas.Alert(
        alert.id(),
        alert.title(),
        update == null ? null : updates.toRecord(update),
        toRecord(alert.incident()));
  }

  @Override
  public Alert toDomain(dev.vedette.schemas.Alert entry) {
    var update = entry.getUpdate();
    var incident = entry.getIncident();
    RiskUpdate made = update == null ? null : updates.toDomain(update);
    if (incident != null) {
      return new Alert(entry.getId(), entry.getTitle(), made, toDomain(incident));
    }
    if (made == null) {
      throw new IllegalArgumentException("an alert that names neither an incident nor an update");
    }
    return new Alert(entry.getId(), entry.getTitle(), made, IncidentBook.alone(made));
  }

  private static dev.vedette.schemas.Incident toRecord(Incident incident) {
    return new dev.vedette.schemas.Incident(
        incident.id(),
        incident.tenant(),
        incident.version(),
        switch (incident.status()) {
          case OPEN -> IncidentStatus.open;
          case CLOSED -> IncidentStatus.closed;
          case MERGED -> IncidentStatus.merged;
        },
        Symbols.wire(incident.level()),
        incident.score(),
        incident.openedMillis(),
        incident.firstMillis(),
        incident.lastMillis(),
        incident.changedMillis(),
        incident.members().stream()
            .map(one ->
                new IncidentMember(
                    Subjects.toRecord(one.subject()),
                    Symbols.wire(one.level()),
                    one.score(),
                    one.joinedMillis()))
            .toList(),
        incident.timeline().stream()
            .map(one ->
                new IncidentEntry(
                    one.atMillis(),
                    Subjects.toRecord(one.subject()),
                    one.detector(),
                    one.windowStartMillis(),
                    one.evidenceMicros(),
                    one.why(),
                    one.technique(),
                    Subjects.toRecords(one.events())))
            .toList(),
        incident.repeats(),
        incident.mergedInto());
  }

  private static Incident toDomain(dev.vedette.schemas.Incident entry) {
    return new Incident(
        entry.getId(),
        entry.getTenant(),
        entry.getVersion(),
        switch (entry.getStatus()) {
          case open -> Incident.Status.OPEN;
          case closed -> Incident.Status.CLOSED;
          case merged -> Incident.Status.MERGED;
        },
        Symbols.level(entry.getLevel()),
        entry.getScore(),
        entry.getOpenedMillis(),
        entry.getFirstMillis(),
        entry.getLastMillis(),
        entry.getChangedMillis(),
        entry.getMembers().stream()
            .map(one ->
                new Incident.Member(
                    Subjects.toDomain(one.getSubject()),
                    Symbols.level(one.getLevel()),
                    one.getScore(),
                    one.getJoinedMillis()))
            .toList(),
        entry.getTimeline().stream()
            .map(one ->
                new Incident.Entry(
                    one.getAtMillis(),
                    Subjects.toDomain(one.getSubject()),
                    one.getDetector(),
                    one.getWindowStartMillis(),
                    one.getEvidenceMicros(),
                    one.getWhy(),
                    one.getTechnique(),
                    Subjects.toDomain(one.getEvents())))
            .toList(),
        entry.getRepeats(),
        entry.getMergedInto());
  }
}
