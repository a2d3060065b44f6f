package dev.vedette.detectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.events.Category;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SlowDriftTest {
  private static final long MONDAY = Instant.parse("2026-03-02T00:00:00Z").toEpochMilli();
  private static final double USUAL = 40e6;

  private static final class Worker {
    private final Random random;
    private final Life<?, ?> life = new Life<>(new SlowDrift(), Seen.ALICE);

    Worker(long seed) {
      random = new Random(seed);
    }

    /** A day's work: six hours that together move a lognormal volume. */
    void day(int day, double volume) {
      double bytes = volume * StrictMath.exp(0.5 * random.nextGaussian());
      for (int hour = 9; hour < 15; hour++) {
        long at = MONDAY + day * Ageing.DAY_MILLIS + hour * Ageing.HOUR_MILLIS;
        life.add(Sight.at(at).doing(Category.DATA, "file.read").moving((long) (bytes / 6)));
      }
    }

    /** The workdays between two days. */
    Worker work(int fromDay, int toDay, double growthADay) {
      for (int day = fromDay; day < toDay; day++) {
        if (day % 7 < 5) {
          day(day, USUAL * StrictMath.pow(growthADay, day - fromDay));
        }
      }
      return this;
    }
  }

  private final Worker alice = new Worker(7);
  private final Life<?, ?> life = alice.life;

  @Test
  void shouldBeSilentOfAlmostAllWhoWorkAsEver() {
    int loud = 0;
    double nats = 0;
    for (int seed = 0; seed < 60; seed++) {
      var steady = new Worker(seed).work(0, 60, 1);
      double said = said(steady.life);
      loud += said >= 3 ? 1 : 0;
      nats += said;
    }
    assertTrue(loud <= 6, loud + " of 60 users in 60 days, " + nats + " nats");
    assertTrue(nats > 0, "bets are won now and then");
  }

  /** What the engine would say of it: nothing below the least that is worth saying. */
  private static double said(Life<?, ?> life) {
    int least = new SlowDrift().leastMicros();
    int micros = 0;
    for (Life.Judged window : life.judge()) {
      if (window.judgement() instanceof Judgement.Anomalous anomaly
          && anomaly.evidenceMicros() >= least) {
        micros += window.claimedMicros();
      }
    }
    return micros / 1e6;
  }

  @Test
  void shouldFindALittleMoreEachDayWithinTwoWeeks() {
    int found = 0;
    for (int seed = 0; seed < 40; seed++) {
      var drifting = new Worker(seed).work(0, 14, 1).work(14, 32, 1.12);
      found += drifting.life.totalNats() >= 3 ? 1 : 0;
    }
    assertTrue(found >= 38, found + " of 40 drifts");
  }

  @Test
  void shouldNotCallOneGreatDayADrift() {
    alice.work(0, 28, 1);
    double before = life.totalNats();
    alice.day(28, 100 * USUAL);
    assertTrue(life.totalNats() <= before + 2, "" + life.totalNats());
  }

  @Test
  void shouldTakeANewRoleForNormalInTheEnd() {
    alice.work(0, 28, 1);
    for (int day = 28; day < 84; day++) {
      if (day % 7 < 5) {
        alice.day(day, 10 * USUAL);
      }
    }
    double nats =
        life.judge().stream()
            .filter(w -> w.startMillis() > MONDAY + 56 * Ageing.DAY_MILLIS)
            .mapToInt(Life.Judged::claimedMicros)
            .sum();
    assertTrue(life.strongestNats() >= 2, "at first it is a drift");
    assertEquals(0, nats / 1e6, 2, "after four weeks it is not");
  }

  @Test
  void shouldFindAFivefoldVolumeOnItsThirdDay() {
    int found = 0;
    for (int seed = 0; seed < 40; seed++) {
      var drifting = new Worker(seed).work(0, 24, 1);
      double before = drifting.life.totalNats();
      drifting.day(24, 5 * USUAL);
      drifting.day(25, 5 * USUAL);
      drifting.day(28, 5 * USUAL);
      found += drifting.life.totalNats() >= before + 5 ? 1 : 0;
    }
    assertTrue(found >= 20, found + " of 40");
  }

  @Test
  void shouldNotThinkMoreOfVolumesPossibleBecauseOfDaysOff() {
    alice.work(0, 21, 1);
    var resting = new Worker(7);
    for (int day = 0; day < 21; day++) {
      if (day % 7 < 5) {
        resting.day(day, day % 7 == 4 ? USUAL / 100 : USUAL);
      }
    }
    alice.work(21, 26, 6);
    resting.work(21, 26, 6);
    assertTrue(life.strongestNats() >= 4, "" + life.strongestNats());
    assertTrue(resting.life.totalNats() >= life.totalNats() - 2, "" + resting.life.totalNats());
  }

  @Test
  void shouldNotRepeatWhatItSaidWhileThatCounts() {
    alice.work(0, 28, 1);
    for (int day = 28; day < 37; day++) {
      if (day % 7 < 5) {
        alice.day(day, 8 * USUAL);
      }
    }
    double counts = 0;
    long last = 0;
    for (Life.Judged window : life.judge()) {
      double days = (window.startMillis() - last) / (double) Ageing.DAY_MILLIS;
      counts = counts * StrictMath.pow(2, -days / 2) + window.claimedMicros() / 1e6;
      last = window.startMillis();
      assertTrue(counts <= 10, "risk by the drift is never much more than its 8 nats: " + counts);
    }
    assertTrue(counts >= 5, "the drift goes on: " + counts);
  }

  @Test
  void shouldBeUnscoreableInTheFirstDays() {
    alice.work(0, 8, 1.5);
    assertInstanceOf(Judgement.Unscoreable.class, life.last());
    alice.work(8, 40, 1.3);
    Judgement.Anomalous drift = life.strongest();
    assertNotNull(drift);
    assertTrue(drift.why().contains("for days more than usual"), drift.why());
  }

  @Test
  void shouldBetFairlyAtMost() {
    double sum = 0;
    double raised = 0;
    int steps = 1_000_000;
    for (int i = 0; i < steps; i++) {
      double bet = StrictMath.exp(SlowDrift.logBet(StrictMath.log((i + 0.5) / steps)));
      sum += bet;
      raised += Math.max(1, bet);
    }
    double mean = sum / steps;
    // The integral over p of min(40, p^-3/4 / 4): 40 p0 + 1 - p0^1/4 with p0 = 160^-4/3.
    double p0 = StrictMath.pow(160, -4.0 / 3);
    assertEquals(40 * p0 + 1 - StrictMath.pow(p0, 0.25), mean, 1e-4);
    assertTrue(raised / steps < 1.5, "the tax covers that today only raises");
  }
}
