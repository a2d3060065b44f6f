package dev.vedette.wire;

import dev.vedette.events.Signal;
import org.apache.avro.Schema;

/** {@link Signal} as a record. */
final class SignalMapping implements Mapping<Signal, dev.vedette.schemas.Signal> {
  @Override
  public Schema schema() {
    return dev.vedette.schemas.Signal.getClassSchema();
  }

  @Override
  public dev.vedette.schemas.Signal toRecord(Signal signal) {
    return new dev.vedette.schemas.Signal(
        Subjects.toRecord(signal.subject()),
        signal.detector(),
        Symbols.wire(signal.family()),
        signal.windowStartMillis(),
        signal.windowEndMillis(),
        Subjects.toOptionalRecord(signal.via()),
        signal.evidenceMicros(),
        signal.previousMicros(),
        signal.why(),
        signal.technique(),
        Subjects.toRecords(signal.events()),
        signal.causedBy(),
        signal.timeMillis(),
        signal.receivedMillis(),
        signal.unscoreable());
  }

  @Override
  public Signal toDomain(dev.vedette.schemas.Signal entry) {
    return new Signal(
        Subjects.toDomain(entry.getSubject()),
        entry.getDetector(),
        Symbols.family(entry.getFamily()),
        entry.getWindowStartMillis(),
        entry.getWindowEndMillis(),
        Subjects.toOptionalDomain(entry.getVia()),
        entry.getEvidenceMicros(),
        entry.getPreviousMicros(),
        entry.getWhy(),
        entry.getTechnique(),
        Subjects.toDomain(entry.getEvents()),
        entry.getCausedBy(),
        entry.getTimeMillis(),
        entry.getReceivedMillis(),
        entry.getUnscoreable());
  }
}
