package dev.vedette.risk;

import static dev.vedette.risk.History.ALICE;
import static dev.vedette.risk.History.START;
import static dev.vedette.risk.History.evidence;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.events.Family;
import dev.vedette.events.SessionActivity;
import dev.vedette.events.Signal;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectType;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class RiskRecordTest {
  private static final long HOUR = Cells.HOUR_MILLIS;
  private static final long DAY = 24 * HOUR;
  private static final Formula FORMULA = Formula.of(Policy.DEFAULT);
  private static final Ledger NOTHING = subject -> List.of();
  private static final Subject S1 = Subject.session(ALICE, "s1");

  private static RiskRecord alice() {
    return RiskRecord.of(ALICE, FORMULA, START);
  }

  private static RiskOutcome apply(RiskRecord record, Signal signal) {
    return record.apply(signal, FORMULA, signal.timeMillis(), NOTHING);
  }

  private static List<Subject> told(RiskOutcome outcome) {
    return outcome.updates().stream().map(RiskUpdate::subject).toList();
  }

  @Property(tries = 1000, seed = "41")
  void shouldHoldTheSameCountingCellsWhateverTheOrderAndTheTimesOfDueEntries(@ForAll long seed) {
    History history = History.of(seed);
    var random = new Random(seed);
    RiskRecord record = alice();
    long clock = START;
    for (Signal upsert : history.shuffled(seed)) {
      clock = Math.max(clock, upsert.timeMillis());
      record = record.apply(upsert, FORMULA, clock, NOTHING).record();
      if (random.nextInt(3) == 0) {
        record = record.due(FORMULA, clock, NOTHING).record();
      }
      record = RiskRecord.decode(ALICE, record.encode());
    }
    long at = history.lastMillis();
    assertEquals(counting(history.cells(ALICE), at), counting(record.own(), at));
    for (String id : List.of("s2", "s3")) {
      Cells expected = history.cells(Subject.session(ALICE, id));
      SessionRisk session = record.session(id);
      Cells found = session == null ? Cells.EMPTY : session.cells();
      assertEquals(counting(expected, at), counting(found, at), id);
      assertEquals(
          FORMULA.logOddsMicros(ALICE, history.cells(ALICE).merge(expected), at),
          record.assess(FORMULA, id, at).logOddsMicros());
    }
  }

  private static Cells counting(Cells cells, long at) {
    return cells.counting(FORMULA, at);
  }

  @Property(tries = 1000, seed = "42")
  void shouldTellEveryChangeOfLevelAndEveryStepAndNothingElse(@ForAll long seed) {
    History history = History.of(seed);
    RiskRecord record = alice();
    var ids = new HashSet<String>();
    for (Signal upsert : history.upserts()) {
      RiskOutcome outcome = record.apply(upsert, FORMULA, upsert.timeMillis(), history.ledger());
      for (RiskUpdate update : outcome.updates()) {
        assertTrue(ids.add(update.id()), "one id for each update");
        assertEquals(upsert.causedBy(), update.causedBy());
        assertEquals(
            update.logOddsMicros(),
            update.contributions().stream().mapToLong(RiskUpdate.Contribution::micros).sum());
        Published before = before(record, update.subject());
        assertTrue(
            update.level() != update.previousLevel()
                || Math.abs(update.score() - before.score()) >= 5
                || isMore(update.level(), before, update.logOddsMicros()));
        assertEquals(before.level(), update.previousLevel());
      }
      record = outcome.record();
      // Nobody whom the signal concerned is a step away from what was told of him.
      long at = record.clockMillis();
      if (upsert.subject().equals(ALICE)) {
        near(record.published(), record.assess(FORMULA, null, at));
      }
      for (SessionRisk session : record.sessions()) {
        if (upsert.subject().equals(ALICE)
            ? session.live(at)
            : session.id().equals(upsert.subject().id())) {
          near(session.published(), record.assess(FORMULA, session.id(), at));
        }
      }
      assertEquals(record.sequence(), ids.size());
    }
  }

  /** Near 100 the score hardly moves, however much more there is. */
  private static boolean isMore(Level level, Published before, long logOddsMicros) {
    return level.compareTo(Level.HIGH) >= 0 && logOddsMicros - before.logOddsMicros() >= 1_000_000;
  }

  private static Published before(RiskRecord record, Subject subject) {
    SessionRisk session = record.session(subject.id());
    return session == null ? record.published() : session.published();
  }

  private static void near(Published published, Assessment now) {
    assertTrue(Math.abs(published.score() - now.score()) < 5);
    assertFalse(isMore(published.level(), published, now.logOddsMicros()));
    assertTrue(
        Policy.DEFAULT.levels().entered(now.logOddsMicros()).compareTo(published.level()) <= 0);
  }

  @Property(tries = 500, seed = "43")
  void shouldComeToRestThroughItsDueEntriesAlone(@ForAll long seed) {
    History history = History.of(seed);
    RiskRecord record = alice();
    for (Signal upsert : history.upserts()) {
      record = record.apply(upsert, FORMULA, upsert.timeMillis(), NOTHING).record();
    }
    // What a signal did not concern was not looked at and may be due already.
    assertTrue(record.nextDueMillis(FORMULA) >= record.clockMillis());
    record = record.due(FORMULA, record.clockMillis(), NOTHING).record();
    int steps = 0;
    while (!record.expired(FORMULA, record.clockMillis())) {
      long due = record.nextDueMillis(FORMULA);
      assertTrue(due > record.clockMillis(), "due at " + due + ", now " + record.clockMillis());
      RiskOutcome early = record.due(FORMULA, due - 1, NOTHING);
      assertEquals(record.published().level(), early.record().published().level());
      RiskOutcome outcome = record.due(FORMULA, due, NOTHING);
      for (RiskUpdate update : outcome.updates()) {
        assertEquals("", update.causedBy());
        assertTrue(update.level().compareTo(update.previousLevel()) <= 0);
      }
      record = outcome.record();
      assertTrue(++steps < 200, "never at rest");
    }
    assertEquals(Level.LOW, record.published().level());
    assertEquals(List.of(), record.sessions());
    assertTrue(counting(record.own(), record.clockMillis()).isEmpty());
  }

  @Test
  void shouldAlertOnceForAPrincipalAndItsSessions() {
    Signal session = evidence(S1, Family.SESSION, 0, 0, 1);
    RiskRecord record = apply(alice(), session).record();
    RiskOutcome first = apply(record, evidence(Family.CREDENTIAL, 0, 10, 5));
    assertEquals(List.of(ALICE, S1), told(first));
    assertEquals(Level.MEDIUM, first.record().published().level());
    // One nat more than its owner makes the session HIGH: it rises alone, and alerts alone.
    assertEquals(List.of(S1), first.rises().stream().map(a -> a.update().subject()).toList());
    RiskOutcome second = apply(first.record(), evidence(Family.PLACE, 0, 20, 3));
    assertEquals(List.of(ALICE, S1), told(second));
    assertEquals(
        List.of(Level.HIGH, Level.CRITICAL),
        List.of(second.record().published().level(), second.updates().get(1).level()));
    assertEquals(List.of(S1), second.rises().stream().map(a -> a.update().subject()).toList());
    assertTrue(second.rises().getFirst().title().startsWith("CRITICAL: session s1 of user alice"));
    assertNotEquals(second.rises().getFirst().id(), second.updates().getFirst().id());
    // The principal follows its session: that incident has been told.
    RiskOutcome third = apply(second.record(), evidence(Family.DEVICE, 0, 30, 5));
    assertEquals(Level.CRITICAL, third.record().published().level());
    assertEquals(List.of(), third.rises());
    RiskOutcome fourth = apply(third.record(), evidence(Family.TIME, 0, 40, 5));
    assertEquals(List.of(), fourth.rises());
    // When all of it has fallen, the next rise is another incident.
    RiskRecord quiet = fourth.record();
    for (int i = 0; i < 100 && quiet.highest() != Level.LOW; i++) {
      quiet = quiet.due(FORMULA, quiet.nextDueMillis(FORMULA), NOTHING).record();
    }
    assertEquals(Level.LOW, quiet.highest());
    int hour = (int) ((quiet.clockMillis() - START) / Cells.HOUR_MILLIS) + 1;
    RiskRecord again = apply(quiet, evidence(Family.CREDENTIAL, hour, 0, 5)).record();
    RiskOutcome another = apply(again, evidence(Family.PLACE, hour, 10, 5));
    assertEquals(List.of(ALICE), another.rises().stream().map(a -> a.update().subject()).toList());
  }

  @Test
  void shouldSayWhatCouldNotBeJudgedWhenTheSignalBehindAnUpdateSaysIt() {
    List<String> blind = List.of("new-place", "unusual-hour");
    RiskOutcome told = apply(alice(), evidence(Family.CREDENTIAL, 0, 0, 6).beside(blind));
    assertEquals(blind, told.updates().getFirst().unscoreable());
    assertEquals(blind, told.rises().getFirst().update().unscoreable());

    RiskOutcome more = apply(told.record(), evidence(Family.PLACE, 0, 10, 3));
    assertNull(more.updates().getFirst().unscoreable(), "its signal does not know");

    RiskRecord record = more.record();
    RiskOutcome fallen = record.due(FORMULA, record.nextDueMillis(FORMULA), NOTHING);
    assertNull(fallen.updates().getFirst().unscoreable(), "time was behind it");
  }

  @Test
  void shouldBringASessionInAtTheLevelOfItsOwner() {
    RiskRecord record = apply(alice(), evidence(Family.CREDENTIAL, 0, 0, 5)).record();
    record = apply(record, evidence(Family.CREDENTIAL, 1, 0, 5)).record();
    assertEquals(Level.HIGH, record.published().level());
    assertEquals(record.own(), record.cells("s1"), "an unknown session is as its owner");
    RiskOutcome outcome = apply(record, evidence(S1, Family.SESSION, 1, 10, 0.05));
    assertEquals(List.of(), outcome.updates());
    assertEquals(List.of(), outcome.rises());
    SessionRisk session = outcome.record().session("s1");
    assertTrue(session != null && session.published().level() == Level.HIGH);
  }

  @Test
  void shouldNotTellOfSessionsThatAreNotLive() {
    RiskRecord record = apply(alice(), evidence(S1, Family.INTEL, 0, 0, 1)).record();
    RiskOutcome outcome = apply(record, evidence(Family.CREDENTIAL, 25, 0, 5));
    assertEquals(List.of(ALICE), told(outcome));
    assertEquals(1, outcome.record().sessions().size(), "its evidence still counts");
  }

  @Test
  void shouldFallByItselfInTheForetoldMillisecond() {
    RiskRecord record = apply(alice(), evidence(Family.CREDENTIAL, 0, 0, 5)).record();
    long due = record.nextDueMillis(FORMULA);
    // 5 nats must fall to 3.75: 24 h · log2(5/3.75) after the end of the hour.
    long expected =
        START + HOUR + (long) Math.ceil(DAY * StrictMath.log(5 / 3.75) / StrictMath.log(2));
    // L is an integer of micro-nats: half of one takes 17 ms here.
    assertTrue(due - expected >= 0 && due - expected < 20, due + " against " + expected);
    assertEquals(Level.MEDIUM, record.due(FORMULA, due - 1, NOTHING).record().published().level());
    RiskOutcome outcome = record.due(FORMULA, due, NOTHING);
    RiskUpdate update = outcome.updates().getFirst();
    assertEquals(Level.LOW, update.level());
    assertEquals(Level.MEDIUM, update.previousLevel());
    assertEquals("", update.causedBy());
    assertEquals("Fallen to LOW with time. Earlier evidence: credential.", update.reason());
    assertEquals(List.of(), outcome.record().due(FORMULA, due, NOTHING).updates());
  }

  @Test
  void shouldKeepAtMostSoManySessionsAndForgetTheOldestEvidence() {
    RiskRecord record = alice();
    for (int i = 0; i <= RiskRecord.MAX_SESSIONS; i++) {
      Subject session = Subject.session(ALICE, "s" + i);
      record = apply(record, evidence(session, Family.INTEL, i == 30 ? 0 : i + 1, 0, 1)).record();
    }
    assertEquals(RiskRecord.MAX_SESSIONS, record.sessions().size());
    assertNull(record.session("s30"));
  }

  @Test
  void shouldExpireWhenNothingHasCountedForLong() {
    RiskRecord record = apply(alice(), evidence(Family.CREDENTIAL, 0, 0, 5)).record();
    long expiry = START + HOUR + 1680 * HOUR + DAY + 1;
    assertFalse(record.expired(FORMULA, expiry - 1));
    assertTrue(record.expired(FORMULA, expiry));
  }

  @Test
  void shouldExplainToAReaderWithoutChangingAnything() {
    Signal signal = evidence(Family.CREDENTIAL, 0, 0, 5);
    Signal own = evidence(S1, Family.SESSION, 0, 0, 2);
    Ledger ledger = subject -> History.of(List.of(signal, own), subject);
    RiskRecord record = apply(apply(alice(), signal).record(), own).record();
    RiskUpdate read = record.read(FORMULA, "s1", START + HOUR, ledger);
    assertEquals(S1, read.subject());
    assertEquals(Level.HIGH, read.level());
    assertEquals(1_000_000, read.logOddsMicros());
    assertEquals("Seen by detector-credential; Seen by detector-session.", read.reason());
    RiskUpdate owner = record.read(FORMULA, null, START + HOUR, ledger);
    assertEquals(
        owner.logOddsMicros(),
        record.read(FORMULA, "never seen", START + HOUR, ledger).logOddsMicros());
  }

  @Test
  void shouldRefuseWhatAnotherSubjectDecides() {
    Subject bob = Subject.of("acme", SubjectType.USER, "bob");
    assertThrows(
        IllegalArgumentException.class, () -> apply(alice(), evidence(bob, Family.PLACE, 0, 0, 1)));
    assertThrows(IllegalArgumentException.class, () -> RiskRecord.of(S1, FORMULA, START));
  }

  @Test
  void shouldKeepItsBytes() {
    RiskRecord record = apply(alice(), evidence(Family.CREDENTIAL, 0, 0, 5)).record();
    record = apply(record, evidence(S1, Family.SESSION, 1, 0, 2)).record();
    String published =
        "02" // sequence
            + "8ed93c"
            + "8096d9c79868"
            + "00" // newest, seen, clock
            + "01"
            + "80bab703"
            + "ff887a"
            + "80bab703"; // MEDIUM since an hour, -1 nat
    String cells =
        "02"
            + "8cd93c"
            + "04"
            + "80ade204" // one cell: credential, 5 nats
            + "01"
            + "027331"
            + "00"; // one session: s1, seen now
    String told = "02" + "00" + "80897a" + "00"; // HIGH since now, 1 nat
    String tail = "02" + "8ed93c" + "00" + "8092f401"; // one cell: session, 2 nats
    String life = "00" + "00" + "00"; // opened now, has not ended, no device
    assertEquals(
        "02" + published + "01" + cells + life + told + "02" + tail, // told by updates 1 and 2
        HexFormat.of().formatHex(record.encode()));
    RiskRecord first =
        RiskRecord.decode(ALICE, HexFormat.of().parseHex("01" + published + cells + told + tail));
    assertEquals(
        "02" + published + "00" + cells + life + told + "00" + tail, // version 1 knew no numbers
        HexFormat.of().formatHex(first.encode()));
    assertEquals(record, RiskRecord.decode(ALICE, record.encode()));
  }

  @Test
  void shouldTakeAtMost256BytesForAPrincipalWithASessionAnd25Cells() {
    Subject session = Subject.session(ALICE, "3f1c7a54-9a0e-4d53-8f0e-0b7f4f1d2c11");
    RiskRecord record = alice();
    var random = new Random(7);
    for (int i = 0; i < 25; i++) {
      Subject whose = i < 20 ? ALICE : session;
      Family family = Family.ofOrdinal(1 + random.nextInt(6));
      record = apply(record, evidence(whose, family, i * 3, 0, 1 + random.nextDouble())).record();
    }
    var seen = new SessionActivity(session, "LAPTOP-4711.corp", START, SessionActivity.Kind.SEEN);
    record = record.seen(seen, FORMULA, START, NOTHING).record();
    assertEquals(25, record.own().size() + record.sessions().getFirst().cells().size());
    int length = record.encode().length;
    assertTrue(length <= 256, "length " + length);
  }

  @Test
  void shouldStayWithinItsBoundAtTheExtremes() {
    Cells own = most(Cells.MAX);
    Cells few = most(SessionRisk.MAX_CELLS);
    var told =
        new Published(
            new LevelTrack(Level.CRITICAL, Long.MIN_VALUE), Long.MIN_VALUE, Long.MIN_VALUE);
    List<SessionRisk> sessions =
        IntStream.range(0, RiskRecord.MAX_SESSIONS)
            .mapToObj(i ->
                new SessionRisk(
                    "€".repeat(Subject.MAX_CHARS),
                    Long.MIN_VALUE,
                    Long.MIN_VALUE,
                    Long.MIN_VALUE,
                    "€".repeat(Subject.MAX_CHARS),
                    few,
                    told))
            .toList();
    var record =
        new RiskRecord(
            ALICE,
            -1,
            Integer.MIN_VALUE,
            Long.MAX_VALUE,
            Long.MIN_VALUE,
            own,
            told,
            sessions,
            Guests.NONE);
    int length = record.encode().length;
    assertTrue(length <= RiskRecord.MAX_BYTES, "length " + length);
    assertEquals(record, RiskRecord.decode(ALICE, record.encode()));
  }

  private static Cells most(int count) {
    Cells cells = Cells.EMPTY;
    for (int i = 0; i < count; i++) {
      cells = cells.add(Family.INTEL, 1_000_000_000 + i * 500_000, Long.MIN_VALUE + i);
    }
    return cells;
  }
}
