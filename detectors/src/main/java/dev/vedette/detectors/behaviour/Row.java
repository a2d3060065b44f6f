package dev.vedette.detectors.behaviour;

import dev.vedette.detectors.behaviour.Span.Slot;
import dev.vedette.events.Packer;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectKey;
import dev.vedette.events.Unpacker;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One window of one subject: what each detector gathered in it, and what was signalled for it.
 *
 * <p>Bytes, version 1: version, then for each detector that gathered something its number + 1, its
 * window, its claim (signed), and unless nothing was ever signalled the content hash; then the
 * number of implied signals, each with key, evidence and content hash; 0 ends the row.
 */
final class Row {
  private static final int VERSION = 1;

  final Object[] seen;
  final int[] claims;
  final int[] contents;

  /** By slot; null as long as nobody was implicated, as mostly. */
  private @Nullable List<List<Implied>> implied;

  /** Whether it is among those that its subject has to store. */
  boolean isChanged;

  /** A signal about another subject that this window gave. */
  record Implied(String subjectKey, int evidenceMicros, int content) {}

  Row(Span span) {
    seen = span.nothing();
    claims = new int[seen.length];
    contents = new int[seen.length];
  }

  /** Whether the detector of a slot gathered something. */
  boolean gathered(Span span, int i) {
    return span.isSomething(i, seen[i]);
  }

  /** Whether nothing stands signalled for a slot, neither about the subject nor about others. */
  boolean isSilent(int slot) {
    return contents[slot] == 0 && claims[slot] == 0 && implied(slot).isEmpty();
  }

  /**
   * The evidence against the subject of all detectors together, in micro-nats. Those in shadow do
   * not count, nor does what reassures: who proves to be himself does not make a place usual.
   */
  long evidenceMicros(Span span) {
    long sum = 0;
    for (int i = 0; i < claims.length; i++) {
      sum += claims[i] > 0 && !span.slots.get(i).shadow() ? claims[i] : 0;
    }
    return sum;
  }

  /**
   * What the window may teach, by what its detectors claimed and by what was found out about that;
   * those in shadow do not count.
   */
  Lesson lesson(Span span, long index, Findings findings, BehaviourSettings settings) {
    if (findings.isEmpty()) {
      return evidenceMicros(span) >= settings.suspectMicros() ? Lesson.FACTS : Lesson.ALL;
    }
    long saidUntil = span.endOf(index) + settings.skew().toMillis();
    long sum = 0;
    for (int i = 0; i < claims.length; i++) {
      Slot slot = span.slots.get(i);
      if (claims[i] <= 0 || slot.shadow()) {
        continue;
      }
      Finding.Kind found = findings.of(slot.detector().id(), span.startOf(index), saidUntil);
      if (found == Finding.Kind.CONFIRMED) {
        return Lesson.NOTHING;
      }
      sum += found == null ? claims[i] : 0;
    }
    return sum >= settings.suspectMicros() ? Lesson.FACTS : Lesson.ALL;
  }

  /** What a window teaches. */
  enum Lesson {
    /** It was an attack. */
    NOTHING,
    /** It is suspect. */
    FACTS,
    /** It shows habits too. */
    ALL
  }

  /** Whom the detector of a slot implicated. */
  List<Implied> implied(int slot) {
    return implied == null ? List.of() : implied.get(slot);
  }

  void imply(int slot, List<Implied> now) {
    if (implied == null) {
      implied = new ArrayList<>(Collections.nCopies(seen.length, List.of()));
    }
    implied.set(slot, now);
  }

  byte[] toBytes(Span span, Packer to) {
    to.clear().putByte(VERSION);
    for (int i = 0; i < seen.length; i++) {
      if (!gathered(span, i)) {
        continue;
      }
      Slot slot = span.slots.get(i);
      to.putVar(slot.number() + 1);
      slot.windowCodec().write(seen[i], to);
      to.putSigned(claims[i]);
      to.putSigned(contents[i]);
      to.putVar(implied(i).size());
      for (Implied one : implied(i)) {
        to.putText(one.subjectKey()).putSigned(one.evidenceMicros()).putSigned(one.content());
      }
    }
    return to.putVar(0).toBytes();
  }

  static Row read(Span span, byte[] bytes) {
    var from = new Unpacker(bytes);
    int version = from.getByte();
    if (version != VERSION) {
      throw new IllegalArgumentException(
          "row of version %d, this reads %d".formatted(version, VERSION));
    }
    var row = new Row(span);
    for (int number = from.getVarInt(); number != 0; number = from.getVarInt()) {
      int i = place(span, number - 1);
      row.seen[i] = span.slots.get(i).windowCodec().read(from);
      row.claims[i] = (int) from.getSigned();
      row.contents[i] = (int) from.getSigned();
      int count = from.getVarInt();
      var ones = new ArrayList<Implied>(count);
      for (int k = 0; k < count; k++) {
        String key = from.getText();
        ones.add(new Implied(key, (int) from.getSigned(), (int) from.getSigned()));
      }
      if (count > 0) {
        row.imply(i, ones);
      }
    }
    return row;
  }

  /** Where in the span the detector of this number stands. */
  static int place(Span span, int number) {
    for (int i = 0; i < span.slots.size(); i++) {
      if (span.slots.get(i).number() == number) {
        return i;
      }
    }
    throw new IllegalArgumentException(
        "state of detector number %d, which no longer judges windows of %d minutes"
            .formatted(number, span.minutes));
  }

  /** The implied signal about a subject, or its absence as zero. */
  static int evidenceAbout(List<Implied> implied, String subjectKey) {
    for (Implied one : implied) {
      if (one.subjectKey().equals(subjectKey)) {
        return one.evidenceMicros();
      }
    }
    return 0;
  }

  static Subject subjectOf(Implied one) {
    return SubjectKey.decode(one.subjectKey());
  }
}
