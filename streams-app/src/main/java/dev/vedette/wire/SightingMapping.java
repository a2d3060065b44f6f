package dev.vedette.wire;

import dev.vedette.events.Sighting;
import org.apache.avro.Schema;

/** {@link Sighting} as a record. */
final class SightingMapping implements Mapping<Sighting, dev.vedette.schemas.Sighting> {
  @Override
  public Schema schema() {
    return dev.vedette.schemas.Sighting.getClassSchema();
  }

  @Override
  public dev.vedette.schemas.Sighting toRecord(Sighting sighting) {
    return new dev.vedette.schemas.Sighting(
        sighting.tenant(), sighting.action(), sighting.epochDay(), sighting.principal());
  }

  @Override
  public Sighting toDomain(dev.vedette.schemas.Sighting entry) {
    return new Sighting(
        entry.getTenant(), entry.getAction(), entry.getEpochDay(), entry.getPrincipal());
  }
}
