package dev.vedette.risk;

import static dev.vedette.risk.History.ALICE;
import static dev.vedette.risk.History.START;
import static dev.vedette.risk.History.START_HOUR;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.events.Family;
import dev.vedette.events.SubjectType;
import dev.vedette.risk.RiskUpdate.Energy;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class FormulaTest {
  private static final long HOUR = Cells.HOUR_MILLIS;
  private static final Formula FORMULA = Formula.of(Policy.DEFAULT);

  /** The formula once more, as the document has it, without tables and shortcuts. */
  private static double energy(Family family, Cells cells, long at) {
    FamilyPolicy policy = Policy.DEFAULT.family(family);
    double halfLife = policy.halfLife().toMillis();
    double energy = 0;
    long last = Long.MIN_VALUE;
    for (int i = 0; i < cells.size(); i++) {
      if (cells.family(i) == family && at - cells.endMillis(i) <= 10 * halfLife) {
        long instant = Math.min(at, cells.endMillis(i));
        double nats =
            Math.max(
                -policy.reassuranceCapNats(),
                Math.min(policy.hourCapNats(), cells.micros(i) / 1e6));
        double decayed =
            last == Long.MIN_VALUE ? 0 : energy * StrictMath.pow(2, -(instant - last) / halfLife);
        energy = Math.min(policy.capNats(), Math.max(0, decayed + nats));
        last = instant;
      }
    }
    return last == Long.MIN_VALUE ? 0 : energy * StrictMath.pow(2, -(at - last) / halfLife);
  }

  private static long someInstant(History history, Random random) {
    return random.nextBoolean()
        ? START + random.nextLong(40 * HOUR)
        : history.lastMillis() + random.nextLong(random.nextBoolean() ? 30 * HOUR : 2000 * HOUR);
  }

  @Property(tries = 2000, seed = "11")
  void shouldReadTheFormulaAsPublished(@ForAll long seed) {
    History history = History.of(seed);
    Cells cells = history.allCells();
    long at = someInstant(history, new Random(seed));
    long sum = -6_000_000;
    for (Family family : Family.values()) {
      sum += Math.round(1e6 * energy(family, cells, at));
    }
    Assessment assessment = FORMULA.assess(ALICE, cells, at);
    assertEquals(sum, assessment.logOddsMicros());
    assertEquals(sum, FORMULA.logOddsMicros(ALICE, cells, at));
    assertEquals(100 / (1 + StrictMath.exp(-sum / 1e6)), assessment.score());
  }

  @Property(tries = 2000, seed = "12")
  void shouldNeverRiseWithoutEvidence(@ForAll long seed) {
    History history = History.of(seed);
    var random = new Random(seed);
    long at = START;
    long before = Long.MAX_VALUE;
    while (at < history.lastMillis() + 1700 * HOUR) {
      long now = FORMULA.logOddsMicros(ALICE, history.allCells(), at);
      assertTrue(now <= before, "rose at " + at);
      before = now;
      at += random.nextLong(random.nextInt(10) == 0 ? 200 * HOUR : 2 * HOUR);
    }
  }

  @Property(tries = 2000, seed = "13")
  void shouldBeMonotoneInEvidenceAtEveryInstant(@ForAll long seed) {
    History history = History.of(seed);
    var random = new Random(seed);
    Cells less = history.allCells();
    Cells more =
        less.add(
            Family.ofOrdinal(random.nextInt(10)),
            START_HOUR + random.nextInt(random.nextBoolean() ? 30 : 900),
            1 + random.nextInt(6_000_000));
    long at = someInstant(history, random);
    assertTrue(FORMULA.logOddsMicros(ALICE, more, at) >= FORMULA.logOddsMicros(ALICE, less, at));
  }

  @Property(tries = 2000, seed = "14")
  void shouldBeComputedByAClientAsByTheServer(@ForAll long seed) {
    History history = History.of(seed);
    var random = new Random(seed);
    Cells cells = history.allCells();
    long told = someInstant(history, random);
    RiskUpdate update = update(cells, told);
    assertEquals(update.logOddsMicros(), RiskNow.of(update, told).logOddsMicros());
    assertEquals(update.logOddsMicros(), RiskNow.of(update, told - HOUR).logOddsMicros());
    long later = told + random.nextLong(random.nextBoolean() ? 20 * HOUR : 1000 * HOUR);
    long server = FORMULA.logOddsMicros(ALICE, cells, later);
    long client = RiskNow.of(update, later).logOddsMicros();
    if (cells.counting(FORMULA, told).equals(cells.counting(FORMULA, later))) {
      assertEquals(server, client);
      assertEquals(Assessment.score(server), RiskNow.of(update, later).score());
    } else {
      assertTrue(client >= server, "below the server");
      assertTrue(client - server <= 10 * 7_000_000 / 1024 + 10, "by " + (client - server));
    }
  }

  @Test
  void shouldBeKnownToAClientWithinABillionthAtRandomLaterInstants() {
    int compared = 0;
    int ahead = 0;
    for (int seed = 0; seed < 3_000; seed++) {
      History history = History.of(seed);
      var random = new Random(seed);
      Cells all = history.allCells();
      long told = someInstant(history, random);
      // Until the oldest evidence that counts is ten half-lives old.
      long until = Long.MAX_VALUE;
      for (int i = 0; i < all.size(); i++) {
        if (FORMULA.counts(all.family(i), all.endMillis(i), told)) {
          long horizon = Policy.DEFAULT.family(all.family(i)).horizonMillis();
          until = Math.min(until, all.endMillis(i) + horizon);
        }
      }
      if (until == Long.MAX_VALUE) {
        continue;
      }
      RiskUpdate update = update(all, told);
      ahead += update.energies().stream().anyMatch(energy -> !energy.ahead().isEmpty()) ? 1 : 0;
      for (int i = 0; i < 20; i++) {
        long later = told + random.nextLong(until - told + 1);
        RiskNow client = RiskNow.of(update, later);
        long server = FORMULA.logOddsMicros(ALICE, all, later);
        assertEquals(server, client.logOddsMicros());
        assertEquals(Assessment.score(server), client.score(), 1e-9);
        compared++;
      }
    }
    assertTrue(compared > 30_000 && ahead > 500, compared + " compared, ahead " + ahead);
  }

  @Test
  void shouldMostlyTellTheClientOfHoursThatAreNotOver() {
    int ahead = 0;
    for (int seed = 0; seed < 200; seed++) {
      History history = History.of(seed);
      RiskUpdate update = update(history.allCells(), someInstant(history, new Random(seed)));
      ahead += update.energies().stream().anyMatch(energy -> !energy.ahead().isEmpty()) ? 1 : 0;
    }
    assertTrue(ahead > 50, "only " + ahead + " of 200 updates had something ahead");
  }

  private static RiskUpdate update(Cells cells, long at) {
    Assessment assessment = FORMULA.assess(ALICE, cells, at);
    List<Energy> energies = assessment.energies();
    return new RiskUpdate(
        "",
        ALICE,
        at,
        assessment.score(),
        assessment.logOddsMicros(),
        Level.LOW,
        Level.LOW,
        "",
        Explanation.of(FORMULA, cells, List.of(), assessment),
        energies,
        Long.MAX_VALUE,
        "",
        "",
        "",
        null);
  }

  @Test
  void shouldNotLetEvidenceOfThePresentHourDiminishWhatWasThere() {
    Cells before = Cells.EMPTY.add(Family.SESSION, START_HOUR, 5_000_000);
    Cells after = before.add(Family.SESSION, START_HOUR + 1, 1);
    long at = START + HOUR + 60_000;
    assertEquals(
        FORMULA.logOddsMicros(ALICE, before, at) + 1, FORMULA.logOddsMicros(ALICE, after, at));
  }

  @Test
  void shouldCountAnEndedHourForExactlyTenHalfLives() {
    Cells cells = Cells.EMPTY.add(Family.SESSION, START_HOUR, 5_000_000);
    long last = START + HOUR + 80 * HOUR;
    assertEquals(-6_000_000 + 4883, FORMULA.logOddsMicros(ALICE, cells, last));
    assertEquals(-6_000_000, FORMULA.logOddsMicros(ALICE, cells, last + 1));
    assertEquals(last, FORMULA.lastCountingMillis(cells));
  }

  @Test
  void shouldCountCriticalityAndGiveASessionThatOfItsOwner() {
    var formula =
        Formula.of(
            Policy.DEFAULT
                .withCriticality(SubjectType.USER, 4)
                .withCriticality(SubjectType.SESSION, 100)
                .withCriticality(
                    dev.vedette.events.Subject.of("acme", SubjectType.USER, "root"), 20));
    assertEquals(
        Policy.micros(StrictMath.log(4)),
        formula.assess(ALICE, Cells.EMPTY, START).criticalityMicros());
    assertEquals(
        formula.baseMicros(ALICE),
        formula.baseMicros(dev.vedette.events.Subject.session(ALICE, "s1")));
    assertEquals(
        -6_000_000 + Policy.micros(StrictMath.log(20)),
        formula.baseMicros(dev.vedette.events.Subject.of("acme", SubjectType.USER, "root")));
  }

  @Test
  void shouldNotBeWoundUpForAWeekByADayLongAttack() {
    // Five nats an hour, for a day, in one family.
    Cells saturated = Cells.EMPTY;
    double plain = 0;
    for (int hour = 0; hour < 24; hour++) {
      saturated = saturated.add(Family.CREDENTIAL, START_HOUR + hour, 5_000_000);
      plain = plain * StrictMath.pow(2, -1 / 24.0) + 5;
    }
    long end = START + 24 * HOUR;
    assertEquals(1_000_000, FORMULA.logOddsMicros(ALICE, saturated, end));
    var high = new LevelTrack(Level.HIGH, end);
    long fall = Evaluation.nextFallMillis(FORMULA, ALICE, saturated, high, end);
    assertTrue(fall - end < Duration.ofHours(12).toMillis(), "HIGH for " + (fall - end) + " ms");
    var medium = new LevelTrack(Level.MEDIUM, end);
    long calm = Evaluation.nextFallMillis(FORMULA, ALICE, saturated, medium, end);
    assertTrue(calm - end < Duration.ofDays(2).toMillis());
    // Without saturation the same evidence would be above MEDIUM for four days, in HIGH for three.
    double days = StrictMath.log(plain / 3.75) / StrictMath.log(2);
    assertTrue(days > 4, "plain decay takes " + days);
  }

  @Test
  void shouldHaveReassuranceCountAtOnceAndNeverBankIt() {
    Cells calm = Cells.EMPTY.add(Family.CREDENTIAL, START_HOUR, -9_000_000);
    Cells later = calm.add(Family.CREDENTIAL, START_HOUR + 1, 3_000_000);
    assertEquals(-3_000_000, FORMULA.logOddsMicros(ALICE, later, START + 2 * HOUR));
    Cells reassured = later.add(Family.CREDENTIAL, START_HOUR + 2, -9_000_000);
    assertEquals(
        -6_000_000 + Math.round(1e6 * (3 * StrictMath.pow(2, -1 / 24.0) - 2)),
        FORMULA.logOddsMicros(ALICE, reassured, START + 3 * HOUR));
  }
}
