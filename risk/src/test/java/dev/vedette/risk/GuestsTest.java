package dev.vedette.risk;

import static dev.vedette.risk.History.ALICE;
import static dev.vedette.risk.History.START;
import static dev.vedette.risk.History.evidence;
import static dev.vedette.risk.History.signal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.events.Family;
import dev.vedette.events.SessionActivity;
import dev.vedette.events.SessionActivity.Kind;
import dev.vedette.events.Signal;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class GuestsTest {
  private static final long HOUR = Cells.HOUR_MILLIS;
  private static final Formula FORMULA = Formula.of(Policy.DEFAULT);
  private static final Ledger NOTHING = subject -> List.of();
  private static final Subject LAPTOP = Subject.of("acme", SubjectType.DEVICE, "laptop");
  private static final Subject BOB = Subject.of("acme", SubjectType.USER, "bob");
  private static final Subject S1 = Subject.session(ALICE, "s1");
  private static final Subject S2 = Subject.session(BOB, "s1");

  /** Records and their ledger, as the pipeline holds them, without a pipeline. */
  private static final class House {
    final Map<Subject, RiskRecord> records = new HashMap<>();
    final Map<List<Object>, Signal> ledger = new HashMap<>();
    long clock = START;

    void take(Object heard) {
      if (heard instanceof Signal upsert) {
        Subject via = upsert.via();
        var key =
            List.<Object>of(
                upsert.subject(),
                upsert.detector(),
                upsert.windowStartMillis(),
                via == null ? "" : via);
        Signal known = ledger.put(key, upsert);
        Signal signal = upsert.after(known == null ? 0 : known.evidenceMicros());
        clock = Math.max(clock, signal.timeMillis());
        keep(record(signal.subject().decider()).apply(signal, FORMULA, clock, this::signals));
      } else if (heard instanceof SessionActivity activity) {
        clock = Math.max(clock, activity.atMillis());
        keep(record(activity.owner()).seen(activity, FORMULA, clock, this::signals));
        keep(record(LAPTOP).seen(activity, FORMULA, clock, this::signals));
      }
    }

    private void keep(RiskOutcome outcome) {
      Subject subject = outcome.record().subject();
      records.put(subject, RiskRecord.decode(subject, outcome.record().encode()));
      outcome.implicated().forEach(this::take);
    }

    RiskRecord record(Subject subject) {
      return records.getOrDefault(subject, RiskRecord.of(subject, FORMULA, clock));
    }

    List<Signal> signals(Subject subject) {
      return ledger.values().stream()
          .filter(one -> one.subject().equals(subject) && one.evidenceMicros() != 0)
          .toList();
    }
  }

  private static SessionActivity seen(Subject session, long atMillis) {
    return new SessionActivity(session, "laptop", atMillis, Kind.SEEN);
  }

  @Property(tries = 1000, seed = "43")
  void shouldGiveASessionTheEvidenceOfItsDeviceInWhateverOrderBothAreSeen(@ForAll long seed) {
    var random = new Random(seed);
    var activities = new ArrayList<SessionActivity>();
    for (int i = 1 + random.nextInt(6); i > 0; i--) {
      long at = START + random.nextInt(4 * 60) * (HOUR / 4);
      activities.add(seen(random.nextBoolean() ? S1 : S2, at));
    }
    var versions = new ArrayList<List<Signal>>();
    for (int i = random.nextInt(8); i > 0; i--) {
      Subject whose = random.nextInt(4) == 0 ? S1 : LAPTOP;
      long start = START + random.nextInt(60 * 6) * 600_000L;
      var family = random.nextBoolean() ? Family.DEVICE : Family.INTEL;
      var upserts = new ArrayList<Signal>();
      int previous = 0;
      for (int v = 1 + random.nextInt(3); v > 0; v--) {
        int now = random.nextInt(4) == 0 ? 0 : 1_000_000 + random.nextInt(3_000_000);
        upserts.add(signal(whose, "d" + i, family, start, start + 600_000, now, previous, start));
        previous = now;
      }
      versions.add(upserts);
    }

    var house = new House();
    for (Object heard : inSomeOrder(activities, versions, random)) {
      house.take(heard);
    }

    for (Subject session : List.of(S1, S2)) {
      long last =
          activities.stream()
              .filter(one -> one.session().equals(session))
              .mapToLong(SessionActivity::atMillis)
              .max()
              .orElse(Long.MIN_VALUE);
      Cells expected = Cells.EMPTY;
      for (List<Signal> upserts : versions) {
        Signal end = upserts.getLast().after(0);
        boolean concerns =
            end.subject().equals(session)
                || (end.subject().equals(LAPTOP)
                    && last != Long.MIN_VALUE
                    && last + SessionRisk.LIVE_MILLIS >= end.windowStartMillis());
        expected = concerns ? expected.add(end.family(), end.hour(), end.deltaMicros()) : expected;
      }
      SessionRisk found = house.record(session.decider()).session(session.id());
      assertEquals(expected, found == null ? Cells.EMPTY : found.cells());
    }
  }

  /** Any order but that of the versions of one signal, which one writer writes. */
  private static List<Object> inSomeOrder(
      List<SessionActivity> activities, List<List<Signal>> versions, Random random) {
    var all = new ArrayList<Object>(activities);
    versions.forEach(upserts -> upserts.forEach(upsert -> all.add(upserts)));
    Collections.shuffle(all, random);
    var next = new HashMap<Object, AtomicInteger>();
    var heard = new ArrayList<Object>();
    for (Object one : all) {
      if (one instanceof List<?> upserts) {
        int at =
            next.computeIfAbsent(System.identityHashCode(one), k -> new AtomicInteger())
                .getAndIncrement();
        heard.add(upserts.get(at));
      } else {
        heard.add(one);
      }
    }
    return heard;
  }

  @Test
  void shouldRaiseALiveSessionAtOnceAndOneThatOpensLater() {
    var house = new House();
    house.take(seen(S1, START));
    house.take(evidence(LAPTOP, Family.DEVICE, 0, 20, 6));
    RiskRecord alice = house.record(ALICE);
    SessionRisk session = alice.session("s1");
    assertTrue(session != null);
    assertEquals(Level.HIGH, session.published().level());
    assertEquals(Level.LOW, alice.published().level(), "the user is not the device");

    house.take(seen(S2, START + 2 * HOUR));
    SessionRisk later = house.record(BOB).session("s1");
    assertTrue(later != null);
    assertEquals(Level.MEDIUM, later.published().level(), "it has decayed for an hour");
    assertEquals(session.cells(), later.cells());
  }

  @Test
  void shouldWithdrawFromSessionsWhatIsWithdrawnFromTheDevice() {
    var house = new House();
    house.take(seen(S1, START));
    Signal signal = evidence(LAPTOP, Family.DEVICE, 0, 20, 6);
    house.take(signal);
    assertNotEquals(Cells.EMPTY, house.record(ALICE).cells("s1"));
    house.take(
        signal(
            LAPTOP,
            signal.detector(),
            Family.DEVICE,
            signal.windowStartMillis(),
            signal.windowEndMillis(),
            0,
            6_000_000,
            START + HOUR));
    assertEquals(Cells.EMPTY, house.record(ALICE).cells("s1"));
  }

  @Test
  void shouldKnowTheLifeOfASession() {
    RiskRecord record = RiskRecord.of(ALICE, FORMULA, START);
    for (long at : new long[] {START + HOUR, START, START + 2 * HOUR}) {
      record = record.seen(seen(S1, at), FORMULA, at, NOTHING).record();
    }
    SessionRisk session = record.session("s1");
    assertTrue(session != null);
    assertEquals(START, session.openedMillis());
    assertEquals("laptop", session.device());
    long last = START + 2 * HOUR;
    assertEquals(SessionRisk.State.ACTIVE, session.state(last + SessionRisk.IDLE_MILLIS));
    assertEquals(SessionRisk.State.IDLE, session.state(last + SessionRisk.IDLE_MILLIS + 1));
    assertEquals(SessionRisk.State.ENDED, session.state(last + SessionRisk.LIVE_MILLIS + 1));

    var end = new SessionActivity(S1, null, START + HOUR, Kind.ENDED);
    record = record.seen(end, FORMULA, last, NOTHING).record();
    session = record.session("s1");
    assertTrue(session != null);
    assertEquals(SessionRisk.State.ENDED, session.state(last), "what comes after opens it not");
    assertEquals("laptop", session.device());
  }

  @Test
  void shouldForgetWhoIsGone() {
    RiskRecord record = RiskRecord.of(ALICE, FORMULA, START);
    record = record.seen(seen(S1, START), FORMULA, START, NOTHING).record();
    long due = record.nextDueMillis(FORMULA);
    record = record.due(FORMULA, due, NOTHING).record();
    assertEquals(List.of(), record.sessions());
    assertTrue(record.expired(FORMULA, record.nextDueMillis(FORMULA)));
    assertTrue(record.nextDueMillis(FORMULA) <= START + 4 * 24 * HOUR);

    RiskRecord device = RiskRecord.of(LAPTOP, FORMULA, START);
    for (int i = 0; i < Guests.MAX + 10; i++) {
      Subject session = Subject.session(ALICE, "s" + i);
      device = device.seen(seen(session, START + i), FORMULA, START, NOTHING).record();
    }
    assertEquals(Guests.MAX, device.guests().size());
    long later = START + 80 * HOUR;
    device = device.seen(seen(S2, later), FORMULA, later, NOTHING).record();
    assertEquals(1, device.guests().size(), "three days make room");
    assertEquals(device, RiskRecord.decode(LAPTOP, device.encode()));
  }

  @Test
  void shouldRefuseTheActivityOfOthers() {
    RiskRecord record = RiskRecord.of(BOB, FORMULA, START);
    assertThrows(
        IllegalArgumentException.class,
        () -> record.seen(seen(S1, START), FORMULA, START, NOTHING));
    assertThrows(
        IllegalArgumentException.class,
        () -> seen(Subject.of("acme", SubjectType.SESSION, "nobody's"), START));
  }
}
