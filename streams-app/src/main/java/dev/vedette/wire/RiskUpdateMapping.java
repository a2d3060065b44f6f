package dev.vedette.wire;

import dev.vedette.risk.RiskUpdate;
import org.apache.avro.Schema;

/** {@link RiskUpdate} as a record; that nothing is due, ever, is null there. */
final class RiskUpdateMapping implements Mapping<RiskUpdate, dev.vedette.schemas.RiskUpdate> {
  @Override
  public Schema schema() {
    return dev.vedette.schemas.RiskUpdate.getClassSchema();
  }

  @Override
  public dev.vedette.schemas.RiskUpdate toRecord(RiskUpdate update) {
    return new dev.vedette.schemas.RiskUpdate(
        update.id(),
        Subjects.toRecord(update.subject()),
        update.atMillis(),
        update.score(),
        update.logOddsMicros(),
        Symbols.wire(update.level()),
        Symbols.wire(update.previousLevel()),
        update.reason(),
        update.contributions().stream().map(RiskUpdateMapping::toRecord).toList(),
        update.energies().stream().map(RiskUpdateMapping::toRecord).toList(),
        update.nextDueMillis() == Long.MAX_VALUE ? null : update.nextDueMillis(),
        update.causedBy(),
        update.policyVersion(),
        update.supersedes(),
        update.unscoreable());
  }

  @Override
  public RiskUpdate toDomain(dev.vedette.schemas.RiskUpdate entry) {
    Long due = entry.getNextDueMillis();
    return new RiskUpdate(
        entry.getId(),
        Subjects.toDomain(entry.getSubject()),
        entry.getAtMillis(),
        entry.getScore(),
        entry.getLogOddsMicros(),
        Symbols.level(entry.getLevel()),
        Symbols.level(entry.getPreviousLevel()),
        entry.getReason(),
        entry.getContributions().stream().map(RiskUpdateMapping::toDomain).toList(),
        entry.getEnergies().stream().map(RiskUpdateMapping::toDomain).toList(),
        due == null ? Long.MAX_VALUE : due,
        entry.getCausedBy(),
        entry.getPolicyVersion(),
        entry.getSupersedes(),
        entry.getUnscoreable());
  }

  private static dev.vedette.schemas.Contribution toRecord(RiskUpdate.Contribution term) {
    return new dev.vedette.schemas.Contribution(
        term.name(),
        term.micros(),
        term.signals().stream().map(RiskUpdateMapping::toRecord).toList());
  }

  private static RiskUpdate.Contribution toDomain(dev.vedette.schemas.Contribution entry) {
    return new RiskUpdate.Contribution(
        entry.getName(),
        entry.getMicros(),
        entry.getSignals().stream().map(RiskUpdateMapping::toDomain).toList());
  }

  private static dev.vedette.schemas.Part toRecord(RiskUpdate.Part part) {
    return new dev.vedette.schemas.Part(
        Subjects.toRecord(part.subject()),
        part.detector(),
        part.windowStartMillis(),
        part.micros(),
        part.evidenceMicros(),
        part.why(),
        part.technique(),
        Subjects.toRecords(part.events()));
  }

  private static RiskUpdate.Part toDomain(dev.vedette.schemas.Part entry) {
    return new RiskUpdate.Part(
        Subjects.toDomain(entry.getSubject()),
        entry.getDetector(),
        entry.getWindowStartMillis(),
        entry.getMicros(),
        entry.getEvidenceMicros(),
        entry.getWhy(),
        entry.getTechnique(),
        Subjects.toDomain(entry.getEvents()));
  }

  private static dev.vedette.schemas.Energy toRecord(RiskUpdate.Energy energy) {
    return new dev.vedette.schemas.Energy(
        Symbols.wire(energy.family()),
        energy.nats(),
        energy.atMillis(),
        energy.halfLifeMillis(),
        energy.capNats(),
        energy.ahead().stream()
            .map(step -> new dev.vedette.schemas.Step(step.atMillis(), step.nats()))
            .toList());
  }

  private static RiskUpdate.Energy toDomain(dev.vedette.schemas.Energy entry) {
    return new RiskUpdate.Energy(
        Symbols.family(entry.getFamily()),
        entry.getNats(),
        entry.getAtMillis(),
        entry.getHalfLifeMillis(),
        entry.getCapNats(),
        entry.getAhead().stream()
            .map(step -> new RiskUpdate.Step(step.getAtMillis(), step.getNats()))
            .toList());
  }
}
