package dev.vedette.client;

import dev.vedette.events.Family;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectType;
import dev.vedette.risk.Level;
import dev.vedette.risk.RiskUpdate;
import dev.vedette.schemas.PrincipalId;
import dev.vedette.schemas.RecordReader;
import dev.vedette.schemas.SchemaResolver;
import java.util.List;

/** Reads what the cache needs of an update: the signals behind it are left out. */
final class UpdateReader {
  private final RecordReader<dev.vedette.schemas.RiskUpdate> records;

  UpdateReader(SchemaResolver schemas) {
    records = new RecordReader<>(dev.vedette.schemas.RiskUpdate.getClassSchema(), schemas);
  }

  /**
   * Reads an update.
   *
   * @throws dev.vedette.schemas.WireFormatException if the bytes are no risk update
   * @throws dev.vedette.schemas.RegistryException if a registry could not be asked
   */
  RiskUpdate read(byte[] bytes) {
    dev.vedette.schemas.RiskUpdate entry = records.read(bytes);
    Long due = entry.getNextDueMillis();
    return new RiskUpdate(
        entry.getId(),
        subject(entry.getSubject()),
        entry.getAtMillis(),
        entry.getScore(),
        entry.getLogOddsMicros(),
        Level.valueOf(entry.getLevel().name()),
        Level.valueOf(entry.getPreviousLevel().name()),
        entry.getReason(),
        entry.getContributions().stream()
            .map(one -> new RiskUpdate.Contribution(one.getName(), one.getMicros(), List.of()))
            .toList(),
        entry.getEnergies().stream().map(UpdateReader::energy).toList(),
        due == null ? Long.MAX_VALUE : due,
        entry.getCausedBy(),
        entry.getPolicyVersion(),
        entry.getSupersedes(),
        entry.getUnscoreable());
  }

  private static RiskUpdate.Energy energy(dev.vedette.schemas.Energy entry) {
    return new RiskUpdate.Energy(
        Family.of(entry.getFamily().name()),
        entry.getNats(),
        entry.getAtMillis(),
        entry.getHalfLifeMillis(),
        entry.getCapNats(),
        entry.getAhead().stream()
            .map(step -> new RiskUpdate.Step(step.getAtMillis(), step.getNats()))
            .toList());
  }

  private static Subject subject(dev.vedette.schemas.Subject entry) {
    PrincipalId owner = entry.getOwner();
    return new Subject(
        entry.getTenant(),
        SubjectType.of(entry.getType().name()),
        entry.getId(),
        owner == null
            ? null
            : Subject.of(entry.getTenant(), SubjectType.of(owner.getType().name()), owner.getId()));
  }
}
