package dev.vedette.promise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vedette.events.EventRef;
import dev.vedette.events.Family;
import dev.vedette.events.Signal;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectType;
import dev.vedette.json.Json;
import dev.vedette.json.Parsed;
import dev.vedette.risk.FalseAlarmBudget;
import dev.vedette.risk.Level;
import dev.vedette.risk.Policy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PromisingTest {
  private static final long START = 1_767_571_200_000L;
  private static final long HOUR = 3_600_000L;
  private static final int USERS = 60;
  private static final int DAYS = 40;
  private static final FalseAlarmBudget BUDGET = new FalseAlarmBudget(20.0, 2.0);
  private static final List<Family> FAMILIES =
      List.of(Family.PLACE, Family.CREDENTIAL, Family.REACH);

  /** Honest users: in one hour of thirty some evidence, from 1 nat on as rare as e-values are. */
  private static QuietLife life(long seed, boolean attacked) {
    var random = new Random(seed);
    var reading = new QuietLife.Reading(attacked ? Set.of("attack") : Set.of());
    var seen = new HashSet<Subject>();
    var signals = new ArrayList<Signal>();
    for (int user = 0; user < USERS; user++) {
      Subject subject = Subject.of("acme", SubjectType.USER, "user-" + user);
      seen.add(subject);
      for (int hour = 0; hour < DAYS * 24; hour++) {
        if (random.nextInt(30) == 0) {
          double nats = Math.min(6, 1 - Math.log(1 - random.nextDouble()));
          signals.add(signal(subject, FAMILIES.get(random.nextInt(3)), hour, nats, "e" + hour));
        }
      }
    }
    if (attacked) {
      Subject victim = Subject.of("acme", SubjectType.USER, "user-0");
      for (int hour = 100; hour < 105; hour++) {
        signals.add(signal(victim, Family.VOLUME, hour, 12, "attack"));
      }
    }
    signals.sort(Comparator.comparingLong(Signal::receivedMillis));
    signals.forEach(reading::version);
    return reading.life(seen, START, START + DAYS * 24 * HOUR - 1);
  }

  private static Signal signal(Subject subject, Family family, int hour, double nats, String id) {
    long start = START + hour * HOUR;
    return new Signal(
        subject,
        "test-" + family.wireName(),
        family,
        start,
        start + HOUR,
        null,
        (int) (nats * 1e6),
        0,
        "because",
        "T1078",
        List.of(new EventRef(start, id)),
        id,
        start + HOUR / 2,
        start + HOUR / 2);
  }

  private static Promises promises(FalseAlarmBudget budget) {
    return new Promising(Policy.DEFAULT, List.of(life(1, false)), List.of(life(2, false)))
        .promises(budget);
  }

  @Test
  void shouldPromiseNoLessThanComes() {
    Promises promises = promises(FalseAlarmBudget.NONE);
    assertEquals(USERS * DAYS, promises.calibration().subjectDays(), 1);
    int seen = 0;
    for (Promises.Row row : promises.curve()) {
      Promises.Seen observed = row.observed();
      assertNotNull(observed);
      assertTrue(row.promised() >= observed.least(), row::toString);
      assertTrue(row.promised() >= row.calibrated().least(), row::toString);
      seen += observed.count() > 20 ? 1 : 0;
    }
    assertTrue(seen > 4, "beginnings with rises: " + seen);
    Promises.Moment moment = promises.moments().getFirst();
    assertEquals("user", moment.type());
    assertTrue(moment.excess() > 0.1 && moment.remembered() > 1, moment::toString);
  }

  @Test
  void shouldKeepABudgetInAnotherLife() {
    Promises promises = promises(BUDGET);
    assertEquals(2, promises.kept().size());
    for (Promises.Kept kept : promises.kept()) {
      Promises.Seen observed = kept.byEstimate().observed();
      assertNotNull(observed);
      assertTrue(kept.byEstimate().estimatedMost() <= kept.budget(), kept::toString);
      assertTrue(observed.least() <= kept.budget(), kept::toString);
      assertTrue(kept.byPromise().promised() <= kept.budget(), kept::toString);
      assertTrue(kept.byPromise().beginsNats() > kept.byEstimate().beginsNats(), kept::toString);
    }
    // A twentieth of a nat lower and it would not be kept: nothing is given away.
    Promises.Row high = promises.kept().getFirst().byEstimate();
    Policy keeping = Promising.keeping(Policy.DEFAULT, promises.kept(), false);
    assertEquals("default-2-kept", keeping.version());
    assertEquals(high.beginsNats(), keeping.levels().highNats());
    assertTrue(keeping.levels().criticalNats() > keeping.levels().highNats());
    assertTrue(keeping.levels().mediumNats() < keeping.levels().highNats());
  }

  @Test
  void shouldLeaveOutWhoWasAttacked() {
    QuietLife left = life(3, true);
    assertEquals(1, left.leftOut());
    assertEquals(USERS - 1, left.principals());
    assertTrue(left.rises(Policy.DEFAULT, 0) <= life(3, false).rises(Policy.DEFAULT, 0));
  }

  @Test
  void shouldBeReadableAsTextJsonAndPicture() throws Exception {
    Promises promises = promises(BUDGET);
    List<String> lines = PromisesText.lines(promises);
    assertTrue(lines.getFirst().contains("default-2"), lines::toString);
    assertTrue(lines.stream().allMatch(line -> line.length() <= 100), lines::toString);
    JsonNode json = Parsed.tree(Json.text(generator -> PromisesText.write(promises, generator)));
    assertEquals(2, json.get("kept").size());
    assertEquals(promises.curve().size(), json.get("curve").size());
    assertEquals(Level.HIGH.name(), json.get("levels").get(0).get("level").textValue());
    String svg = PromisesSvg.of(promises);
    assertTrue(svg.startsWith("<svg xmlns=") && svg.contains("budget of CRITICAL"), svg);
    assertFalse(svg.contains("NaN") || svg.contains("Infinity"), svg);
  }

  @Test
  void shouldRefuseABudgetThatMakesNoSense() {
    assertThrows(IllegalArgumentException.class, () -> new FalseAlarmBudget(1.0, 2.0));
    assertThrows(IllegalArgumentException.class, () -> new FalseAlarmBudget(0.0, null));
  }
}
