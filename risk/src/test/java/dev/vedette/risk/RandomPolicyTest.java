package dev.vedette.risk;

import static dev.vedette.risk.History.ALICE;
import static dev.vedette.risk.History.START;
import static dev.vedette.risk.History.START_HOUR;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.events.Family;
import dev.vedette.risk.RiskUpdate.Contribution;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** What holds of the formula holds under any policy, with weights and conditional evidence too. */
class RandomPolicyTest {
  private static final long HOUR = Cells.HOUR_MILLIS;

  /** Weights from 0 to 3, and rules for half of the families. */
  private static Policy policy(Random random) {
    Policy policy = Policy.DEFAULT.withPrior(-3 - random.nextInt(4));
    var rules = new ArrayList<ConditionalEvidence>();
    for (Family family : Family.values()) {
      policy =
          policy.withFamily(
              family,
              new FamilyPolicy(
                  Duration.ofHours(8 + random.nextInt(60)),
                  1 + random.nextInt(9),
                  1 + random.nextInt(7),
                  random.nextInt(3),
                  random.nextInt(7) / 2.0));
      if (random.nextBoolean()) {
        var level = Level.values()[1 + random.nextInt(3)];
        rules.add(new ConditionalEvidence(family, level, 1 + random.nextInt(8) / 2.0));
      }
    }
    return policy.withConditional(rules);
  }

  private static long instant(History history, Random random) {
    return START
        + (long)
            (random.nextDouble()
                * (history.lastMillis() + (random.nextBoolean() ? 20 : 500) * HOUR - START));
  }

  @Property(tries = 2000, seed = "31")
  void shouldNeverRiseWithoutEvidence(@ForAll long seed) {
    var random = new Random(seed);
    History history = History.of(seed);
    Cells cells = history.allCells();
    var formula = Formula.of(policy(random));
    long before = Long.MAX_VALUE;
    for (long at = START; at < history.lastMillis() + 700 * HOUR; at += step(random)) {
      long now = formula.logOddsMicros(ALICE, cells, at);
      assertTrue(now <= before, "rose at " + at);
      before = now;
    }
  }

  private static long step(Random random) {
    return 1 + random.nextLong(random.nextInt(10) == 0 ? 100 * HOUR : 2 * HOUR);
  }

  @Property(tries = 4000, seed = "32")
  void shouldBeMonotoneInEvidence(@ForAll long seed) {
    var random = new Random(seed);
    History history = History.of(seed);
    var formula = Formula.of(policy(random));
    Cells less = history.allCells();
    int hour = START_HOUR + random.nextInt(random.nextBoolean() ? 30 : 900);
    Cells more = less.add(Family.ofOrdinal(random.nextInt(10)), hour, random.nextInt(6_000_000));
    long at = instant(history, random);
    assertTrue(formula.logOddsMicros(ALICE, more, at) >= formula.logOddsMicros(ALICE, less, at));
  }

  @Property(tries = 2000, seed = "33")
  void shouldExplainAllOfIt(@ForAll long seed) {
    var random = new Random(seed);
    History history = History.of(seed);
    var formula = Formula.of(policy(random));
    Cells cells = history.allCells();
    long at = instant(history, random);
    Assessment assessment = formula.assess(ALICE, cells, at);
    List<Contribution> terms = Explanation.of(formula, cells, history.finals(), assessment);
    long sum = 0;
    for (Contribution term : terms) {
      sum += term.micros();
    }
    assertEquals(assessment.logOddsMicros(), sum);
    assertEquals(sum, formula.logOddsMicros(ALICE, cells, at));
    var credits = formula.credits(cells, at, formula.baseMicros(ALICE));
    for (Family family : Family.values()) {
      double credited = 0;
      for (int i = 0; i < credits.length; i++) {
        credited += cells.family(i) == family ? credits[i] : 0;
      }
      assertEquals(assessment.familyMicros().getOrDefault(family, 0L) / 1e6, credited, 1e-6);
    }
  }

  @Property(tries = 2000, seed = "34")
  void shouldBeComputedByAClientWhileTheSameCellsCount(@ForAll long seed) {
    var random = new Random(seed);
    History history = History.of(seed);
    var formula = Formula.of(policy(random));
    Cells cells = history.allCells();
    long told = instant(history, random);
    long later = told + random.nextLong(20 * HOUR);
    Assessment assessment = formula.assess(ALICE, cells, told);
    long client = assessment.priorMicros() + assessment.criticalityMicros();
    for (RiskUpdate.Energy energy : assessment.energies()) {
      client += Formula.toMicros(energy.natsAt(later));
    }
    if (cells.counting(formula, told).equals(cells.counting(formula, later))) {
      assertEquals(formula.logOddsMicros(ALICE, cells, later), client);
    }
  }

  @Property(tries = 2000, seed = "35")
  void shouldNotFallWithinTheDwellNorWithinTheHysteresis(@ForAll long seed) {
    var random = new Random(seed);
    Policy policy =
        policy(random)
            .withLevels(
                new LevelPolicy(
                    -2, 0, 3, random.nextInt(4) / 2.0, Duration.ofMinutes(random.nextInt(90))));
    var formula = Formula.of(policy);
    History history = History.of(seed);
    RiskRecord record = RiskRecord.of(ALICE, formula, START);
    var steps = new ArrayList<>(history.upserts());
    steps.sort((a, b) -> Long.compare(a.timeMillis(), b.timeMillis()));
    for (var upsert : steps) {
      LevelTrack before = record.published().track();
      RiskOutcome outcome =
          random.nextInt(3) == 0
              ? record.due(formula, upsert.timeMillis(), subject -> List.of())
              : record.apply(upsert, formula, upsert.timeMillis(), subject -> List.of());
      record = outcome.record();
      LevelTrack after = record.published().track();
      if (after.level().compareTo(before.level()) < 0) {
        assertTrue(
            after.sinceMillis() - before.sinceMillis() >= policy.levels().dwell().toMillis(),
            "fell within the dwell");
        long logOdds = formula.logOddsMicros(ALICE, record.own(), after.sinceMillis());
        assertTrue(logOdds < policy.levels().keptMicros(before.level()), "fell within the band");
        assertTrue(logOdds >= policy.levels().keptMicros(after.level()), "fell too far");
      }
    }
  }

  @Test
  void shouldCountMoreOnlyWhileItIsHighAlready() {
    var rule = new ConditionalEvidence(Family.CONTROL, Level.HIGH, 2);
    var formula = Formula.of(Policy.DEFAULT.withConditional(List.of(rule)));
    Cells change = Cells.EMPTY.add(Family.CONTROL, START_HOUR + 1, 2_000_000);
    long at = START + 90 * 60_000;
    assertEquals(-4_000_000, formula.logOddsMicros(ALICE, change, at));
    Cells almost = change.add(Family.PLACE, START_HOUR, 5_999_999);
    assertEquals(2_000_000 - 1, micros(formula, almost, at, Family.CONTROL) - 1);
    Cells high = change.add(Family.PLACE, START_HOUR, 6_000_000);
    assertEquals(4_000_000, micros(formula, high, at, Family.CONTROL));
    Cells together = change.add(Family.PLACE, START_HOUR + 1, 6_000_000);
    assertEquals(2_000_000, micros(formula, together, at, Family.CONTROL), "not in the same hour");
    Cells calm = high.add(Family.CONTROL, START_HOUR + 1, -3_000_000);
    assertEquals(0, micros(formula, calm, at, Family.CONTROL), "reassurance is not multiplied");
  }

  @Test
  void shouldWeighWhatTheCapsHaveLeft() {
    FamilyPolicy place = Policy.DEFAULT.family(Family.PLACE);
    var half = new FamilyPolicy(place.halfLife(), place.capNats(), place.hourCapNats(), 2, 0.5);
    var formula = Formula.of(Policy.DEFAULT.withFamily(Family.PLACE, half));
    Cells cells = Cells.EMPTY.add(Family.PLACE, START_HOUR, 9_000_000);
    assertEquals(3_000_000, micros(formula, cells, START, Family.PLACE));
  }

  private static long micros(Formula formula, Cells cells, long at, Family family) {
    return formula.assess(ALICE, cells, at).familyMicros().getOrDefault(family, 0L);
  }

  @Test
  void shouldOftenMeetARuleThatHolds() {
    int changed = 0;
    for (int seed = 0; seed < 300; seed++) {
      var random = new Random(seed);
      History history = History.of(seed);
      Policy policy = policy(random);
      long at = history.lastMillis();
      changed +=
          Formula.of(policy).logOddsMicros(ALICE, history.allCells(), at)
                  > Formula.of(policy.withConditional(List.of()))
                      .logOddsMicros(ALICE, history.allCells(), at)
              ? 1
              : 0;
    }
    assertTrue(changed > 30, "a rule made a difference in " + changed + " of 300 histories");
  }
}
