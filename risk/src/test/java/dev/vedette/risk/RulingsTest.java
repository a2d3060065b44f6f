package dev.vedette.risk;

import static dev.vedette.risk.History.ALICE;
import static dev.vedette.risk.History.MINUTE;
import static dev.vedette.risk.History.START;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.events.Family;
import dev.vedette.events.Signal;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectType;
import dev.vedette.risk.Verdict.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RulingsTest {
  private static final Formula FORMULA = Formula.of(Policy.DEFAULT);
  private static final long DAY = 24 * Cells.HOUR_MILLIS;

  private static Verdict verdict(
      String id, Kind kind, @Nullable String detector, @Nullable Long window, long until, long at) {
    return new Verdict(id, ALICE, kind, detector, window, until, at, "ann", "seen");
  }

  private static Verdict any(String id, History history, Random random) {
    Signal about = history.upserts().get(random.nextInt(history.upserts().size()));
    int scope = random.nextInt(3);
    return new Verdict(
        id,
        random.nextBoolean() ? about.subject() : ALICE,
        Kind.values()[random.nextInt(3)],
        scope == 0 ? null : about.detector(),
        scope == 2 ? about.windowStartMillis() : null,
        START + random.nextLong(40 * DAY),
        START + random.nextLong(40 * DAY),
        "",
        "");
  }

  /** As the processor does it: a ledger, effective upserts, and a correction for each verdict. */
  private static final class Fold {
    private final Formula formula;
    private final Map<String, Signal> ledger = new HashMap<>();
    private Rulings rulings = Rulings.NONE;
    private RiskRecord record;

    Fold(Formula formula) {
      this.formula = formula;
      record = RiskRecord.of(ALICE, formula, START);
      rulings = Rulings.of(formula.policy(), ALICE, Verdicts.NONE);
    }

    List<Signal> signals(Subject subject) {
      return ledger.values().stream().filter(one -> one.subject().equals(subject)).toList();
    }

    void take(Signal upsert) {
      String key = upsert.subject() + upsert.detector() + upsert.windowStartMillis();
      Signal known = ledger.get(key);
      ledger.put(key, upsert);
      Signal after = upsert.after(known == null ? 0 : known.evidenceMicros());
      record =
          record
              .apply(
                  rulings.effective(after),
                  formula,
                  upsert.timeMillis(),
                  rulings.effective(this::signals))
              .record();
      forgetSessions();
    }

    /** With a session that is over goes its ledger. */
    private void forgetSessions() {
      ledger
          .values()
          .removeIf(
              one -> one.subject().owner() != null && record.session(one.subject().id()) == null);
    }

    void take(Verdict verdict) {
      rulings = new Rulings(rulings.suppressions(), rulings.verdicts().with(verdict));
      Ledger effective = rulings.effective(this::signals);
      record = record.corrected(formula, verdict.atMillis(), effective, verdict.id()).record();
      forgetSessions();
    }

    Cells counting(@Nullable String session, long at) {
      Cells own = record.own();
      SessionRisk known = session == null ? null : record.session(session);
      Cells cells = session == null ? own : known == null ? Cells.EMPTY : known.cells();
      return cells.counting(formula, at);
    }
  }

  private static Policy suppressing(History history, Random random) {
    if (random.nextBoolean()) {
      return Policy.DEFAULT;
    }
    Signal about = history.upserts().get(random.nextInt(history.upserts().size()));
    return Policy.DEFAULT.withSuppressions(
        List.of(
            new Suppression(
                new SubjectPattern("*", null, random.nextBoolean() ? "*" : "al*"),
                null,
                about.family(),
                START,
                START + 1 + random.nextLong(30 * DAY),
                "known",
                "ann")));
  }

  /** Upserts of one signal in their order, everything else in any; verdicts more than once. */
  @Property(tries = 3000, seed = "41")
  void shouldLeaveExactlyTheCellsThatWouldHaveBeenWithoutWhatIsWithdrawn(@ForAll long seed) {
    var random = new Random(seed);
    History history = History.of(seed);
    if (history.upserts().isEmpty()) {
      return;
    }
    var formula = Formula.of(suppressing(history, random));
    var verdicts = new ArrayList<Verdict>();
    Verdicts all = Verdicts.NONE;
    for (int i = 0; i < random.nextInt(8); i++) {
      verdicts.add(any("v" + random.nextInt(6), history, random));
    }
    for (Verdict verdict : verdicts) {
      all = all.with(verdict);
    }
    var fold = new Fold(formula);
    for (Object step : steps(history, verdicts, random)) {
      if (step instanceof Verdict verdict) {
        fold.take(verdict);
      } else {
        fold.take((Signal) step);
      }
    }
    var rulings = Rulings.of(formula.policy(), ALICE, all);
    assertEquals(rulings, fold.rulings);
    long at = fold.record.clockMillis();
    List<Signal> left =
        history.finals().stream()
            .filter(signal -> signal.evidenceMicros() <= 0 || !rulings.withdraws(signal))
            .toList();
    for (String session : new String[] {null, "s2", "s3"}) {
      Subject subject = session == null ? ALICE : Subject.session(ALICE, session);
      if (session != null && fold.record.session(session) == null) {
        continue; // nothing of it counts any more
      }
      Cells expected = Cells.of(History.of(left, subject));
      assertEquals(expected.counting(formula, at), fold.counting(session, at));
    }
  }

  /** Verdicts twice, all mixed; the upserts of one signal stay in their order. */
  private static List<Object> steps(History history, List<Verdict> verdicts, Random random) {
    var queues = new HashMap<String, List<Signal>>();
    var turns = new ArrayList<String>();
    for (Signal upsert : history.upserts()) {
      String key = upsert.subject() + upsert.detector() + upsert.windowStartMillis();
      queues.computeIfAbsent(key, k -> new ArrayList<>()).add(upsert);
      turns.add(key);
    }
    Collections.shuffle(turns, random);
    var steps = new ArrayList<Object>();
    for (String turn : turns) {
      List<Signal> queue = queues.getOrDefault(turn, List.of());
      steps.add(queue.removeFirst());
    }
    for (Verdict verdict : verdicts) {
      for (int times = 1 + random.nextInt(2); times > 0; times--) {
        steps.add(random.nextInt(steps.size() + 1), verdict);
      }
    }
    return steps;
  }

  @Property(tries = 1000, seed = "42")
  void shouldNeverRaiseRiskByARuling(@ForAll long seed) {
    var random = new Random(seed);
    History history = History.of(seed);
    if (history.upserts().isEmpty()) {
      return;
    }
    Verdicts verdicts = Verdicts.NONE.with(any("v", history, random));
    var rulings = Rulings.of(suppressing(history, random), ALICE, verdicts);
    Cells ruled = Cells.EMPTY;
    for (Signal signal : history.finals()) {
      ruled = ruled.add(signal.family(), signal.hour(), rulings.effective(signal).evidenceMicros());
    }
    long at = history.lastMillis();
    assertTrue(
        FORMULA.logOddsMicros(ALICE, ruled, at)
            <= FORMULA.logOddsMicros(ALICE, history.allCells(), at));
  }

  @Test
  void shouldLetTheNarrowestCountAndThenTheLast() {
    Signal signal = History.evidence(Family.PLACE, 1, 0, 4);
    String detector = signal.detector();
    long window = signal.windowStartMillis();
    Verdict all = verdict("a", Kind.FALSE_POSITIVE, null, null, START + DAY, START + 9);
    Verdict ofDetector = verdict("b", Kind.TRUE_POSITIVE, detector, null, START + DAY, START + 1);
    Verdict later = verdict("c", Kind.BENIGN_EXPECTED, detector, null, START + DAY, START + 2);
    Verdict one = verdict("d", Kind.TRUE_POSITIVE, detector, window, START + DAY, START);
    assertEquals(Kind.FALSE_POSITIVE, Verdicts.NONE.with(all).of(signal));
    assertEquals(Kind.TRUE_POSITIVE, Verdicts.NONE.with(all).with(ofDetector).of(signal));
    Verdicts three = Verdicts.NONE.with(later).with(all).with(ofDetector);
    assertEquals(Kind.BENIGN_EXPECTED, three.of(signal));
    assertEquals(Kind.TRUE_POSITIVE, three.with(one).of(signal));
    Verdict ended = verdict("e", Kind.FALSE_POSITIVE, null, null, window, START);
    assertNull(Verdicts.NONE.with(ended).of(signal), "the window starts when it is over");
  }

  @Test
  void shouldCorrectAVerdictByItsId() {
    Signal signal = History.evidence(Family.PLACE, 1, 0, 4);
    Verdict first = verdict("a", Kind.FALSE_POSITIVE, null, null, START + DAY, START);
    Verdict second = verdict("a", Kind.TRUE_POSITIVE, null, null, START + DAY, START + 1);
    assertEquals(Verdicts.NONE.with(second), Verdicts.NONE.with(first).with(second));
    assertEquals(Verdicts.NONE.with(second), Verdicts.NONE.with(second).with(first));
    assertEquals(Kind.TRUE_POSITIVE, Verdicts.NONE.with(first).with(second).of(signal));
  }

  @Test
  void shouldNotSuppressWhatWasConfirmed() {
    Signal signal = History.evidence(Family.PLACE, 1, 0, 4);
    var suppression =
        new Suppression(
            new SubjectPattern("acme", SubjectType.USER, "al*"),
            signal.detector(),
            null,
            START,
            START + DAY,
            "why",
            "ann");
    Policy policy = Policy.DEFAULT.withSuppressions(List.of(suppression));
    assertTrue(Rulings.of(policy, ALICE, Verdicts.NONE).withdraws(signal));
    Verdict confirms = verdict("a", Kind.TRUE_POSITIVE, null, null, START + DAY, START);
    assertFalse(Rulings.of(policy, ALICE, Verdicts.NONE.with(confirms)).withdraws(signal));
    Subject bob = Subject.of("acme", SubjectType.USER, "bob");
    assertTrue(Rulings.of(policy, bob, Verdicts.NONE).isEmpty());
    assertNotEquals(0, Rulings.of(policy, ALICE, Verdicts.NONE).suppressionsDigest());
  }

  @Test
  void shouldNameTheUpdateThatItCorrects() {
    var fold = new Fold(FORMULA);
    Signal signal = History.evidence(Family.PLACE, 0, 0, 6);
    Ledger ledger = subject -> subject.equals(ALICE) ? List.of(signal) : List.of();
    RiskOutcome risen = fold.record.apply(signal, FORMULA, START, ledger);
    RiskUpdate told = risen.updates().getFirst();
    assertEquals(Level.HIGH, told.level());
    assertEquals("", told.supersedes());
    RiskRecord stored = RiskRecord.decode(ALICE, risen.record().encode());
    RiskOutcome fallen =
        stored.corrected(FORMULA, START + 10 * MINUTE, subject -> List.of(), "verdict-1");
    RiskUpdate corrected = fallen.updates().getFirst();
    assertEquals(Level.LOW, corrected.level());
    assertEquals(told.id(), corrected.supersedes());
    assertEquals("verdict-1", corrected.causedBy());
    assertEquals(-6_000_000, corrected.logOddsMicros());
    Signal late = History.evidence(Family.DEVICE, 0, 0, 6);
    RiskUpdate again =
        fallen
            .record()
            .apply(late, FORMULA, START + 20 * MINUTE, subject -> List.of())
            .updates()
            .getFirst();
    assertEquals(corrected.id(), again.supersedes(), "its window ended before that was told");
    Signal fresh = History.evidence(Family.CREDENTIAL, 2, 0, 6);
    RiskRecord now =
        fallen.record().apply(late, FORMULA, START + 20 * MINUTE, subject -> List.of()).record();
    RiskUpdate on = now.apply(fresh, FORMULA, START, subject -> List.of()).updates().getFirst();
    assertEquals("", on.supersedes());
  }

  @Test
  void shouldKeepBoundedVerdictsInBytes() {
    Verdicts verdicts = Verdicts.NONE;
    for (int i = 0; i < 3 * Verdicts.MAX; i++) {
      Long window = i % 3 == 0 ? START + i : null;
      Kind kind = Kind.values()[i % 3];
      verdicts = verdicts.with(verdict("v" + i, kind, "d" + i, window, START + i, START));
    }
    assertEquals(Verdicts.MAX, verdicts.size());
    Signal early = History.signal(ALICE, "d1", Family.PLACE, START, START + 1, 1, 0, START);
    assertNull(verdicts.of(early), "those go whose time ends first");
    byte[] bytes = verdicts.encode();
    assertEquals(verdicts, Verdicts.decode(bytes));
    assertTrue(bytes.length < 70 * Verdicts.MAX, bytes.length + " bytes");
    bytes[0] = 9;
    assertThrows(IllegalArgumentException.class, () -> Verdicts.decode(bytes));
    assertEquals(verdicts, verdicts.withoutOver(START + 300 * DAY));
    assertTrue(verdicts.withoutOver(verdicts.overMillis()).isEmpty());
    assertFalse(verdicts.withoutOver(verdicts.overMillis() - 1).isEmpty());
  }

  @Test
  void shouldRefuseWhatIsNoVerdict() {
    long until = START + DAY;
    assertThrows(
        IllegalArgumentException.class,
        () -> verdict("", Kind.TRUE_POSITIVE, null, null, until, START));
    assertThrows(
        IllegalArgumentException.class,
        () -> verdict("a", Kind.TRUE_POSITIVE, null, START, until, START));
    assertThrows(
        IllegalArgumentException.class,
        () -> verdict("a", Kind.TRUE_POSITIVE, null, null, START + 401 * DAY, START));
  }

  @Test
  void shouldReadPatterns() {
    assertTrue(SubjectPattern.glob("*", "anything"));
    assertTrue(SubjectPattern.glob("svc-*-eu", "svc-backup-eu"));
    assertTrue(SubjectPattern.glob("a*b*c", "aXbYbZc"));
    assertFalse(SubjectPattern.glob("svc-*-eu", "svc-backup-us"));
    assertFalse(SubjectPattern.glob("abc", "abcd"));
    assertFalse(SubjectPattern.glob("", "a"));
  }
}
