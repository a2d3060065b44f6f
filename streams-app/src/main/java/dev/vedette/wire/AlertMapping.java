package dev.vedette.wire;

import dev.vedette.risk.Alert;
import org.apache.avro.Schema;

/** {@link Alert} as a record. */
final class AlertMapping implements Mapping<Alert, dev.vedette.schemas.Alert> {
  private final RiskUpdateMapping updates = new RiskUpdateMapping();

  @Override
  public Schema schema() {
    return dev.vedette.schemas.Alert.getClassSchema();
  }

  @Override
  public dev.vedette.schemas.Alert toRecord(Alert alert) {
    return new dev.vedette.schemas.Alert(
        alert.id(), alert.title(), updates.toRecord(alert.update()));
  }

  @Override
  public Alert toDomain(dev.vedette.schemas.Alert entry) {
    return new Alert(entry.getId(), entry.getTitle(), updates.toDomain(entry.getUpdate()));
  }
}
