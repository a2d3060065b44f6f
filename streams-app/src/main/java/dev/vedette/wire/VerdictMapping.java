package dev.vedette.wire;

import dev.vedette.risk.Verdict;
import dev.vedette.schemas.VerdictKind;
import org.apache.avro.Schema;

/** {@link Verdict} as a record. */
final class VerdictMapping implements Mapping<Verdict, dev.vedette.schemas.Verdict> {
  @Override
  public Schema schema() {
    return dev.vedette.schemas.Verdict.getClassSchema();
  }

  @Override
  public dev.vedette.schemas.Verdict toRecord(Verdict verdict) {
    return new dev.vedette.schemas.Verdict(
        verdict.id(),
        Subjects.toRecord(verdict.subject()),
        VerdictKind.valueOf(verdict.kind().wireName()),
        verdict.detector(),
        verdict.windowStartMillis(),
        verdict.untilMillis(),
        verdict.atMillis(),
        verdict.by(),
        verdict.note());
  }

  @Override
  public Verdict toDomain(dev.vedette.schemas.Verdict entry) {
    Verdict.Kind kind =
        switch (entry.getKind()) {
          case true_positive -> Verdict.Kind.TRUE_POSITIVE;
          case false_positive -> Verdict.Kind.FALSE_POSITIVE;
          case benign_expected -> Verdict.Kind.BENIGN_EXPECTED;
        };
    return new Verdict(
        entry.getId(),
        Subjects.toDomain(entry.getSubject()),
        kind,
        entry.getDetector(),
        entry.getWindowStartMillis(),
        entry.getUntilMillis(),
        entry.getAtMillis(),
        entry.getBy(),
        entry.getNote());
  }
}
