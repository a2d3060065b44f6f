package dev.vedette.risk;

import static dev.vedette.risk.History.ALICE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumMap;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class LevelTrackTest {
  private static final LevelPolicy LEVELS = Policy.DEFAULT.levels();
  private static final Formula FORMULA = Formula.of(Policy.DEFAULT);
  private static final long MINUTE = 60_000;

  private static LevelTrack after(LevelTrack track, double nats, long minute) {
    return track.next(LEVELS, Math.round(nats * 1e6), minute * MINUTE);
  }

  @Test
  void shouldRiseAtOnceAndFallBelowTheHysteresisAfterTheDwell() {
    var low = new LevelTrack(Level.LOW, 0);
    assertEquals(Level.LOW, after(low, -2.000001, 100).level());
    LevelTrack high = after(low, 0, 100);
    assertEquals(new LevelTrack(Level.HIGH, 100 * MINUTE), high);
    assertEquals(Level.CRITICAL, after(high, 3, 100).level());
    assertEquals(high, after(high, -6, 104));
    assertEquals(high, after(high, -0.25, 200));
    assertEquals(new LevelTrack(Level.MEDIUM, 200 * MINUTE), after(high, -0.250001, 200));
    assertEquals(Level.LOW, after(high, -6, 105).level());
    // Half-way through a hysteresis a fall stops where a slow fall would have.
    assertEquals(Level.HIGH, after(new LevelTrack(Level.CRITICAL, 0), -0.1, 200).level());
  }

  @Property(tries = 2000, seed = "21")
  void shouldNeverFlap(@ForAll long seed) {
    var random = new Random(seed);
    var track = new LevelTrack(Level.LOW, 0);
    var lowestSinceLeft = new EnumMap<Level, Double>(Level.class);
    long now = 0;
    int changes = 0;
    for (int i = 0; i < 400; i++) {
      now += random.nextLong(8 * MINUTE);
      double nats = random.nextGaussian() * 3 - 1;
      LevelTrack next = track.next(LEVELS, Math.round(nats * 1e6), now);
      if (next.level().compareTo(track.level()) < 0) {
        assertTrue(now - track.sinceMillis() >= 5 * MINUTE, "fell within the dwell");
        lowestSinceLeft.put(track.level(), nats);
        assertTrue(nats * 1e6 < LEVELS.beginsMicros(track.level()) - 249_999);
      }
      if (next.level().compareTo(track.level()) > 0) {
        Double left = lowestSinceLeft.get(next.level());
        assertTrue(left == null || nats - left >= 0.25, "came back within the hysteresis");
      }
      changes += next.equals(track) ? 0 : 1;
      track = next;
    }
    assertTrue(changes > 20, "only " + changes + " changes");
  }

  @Property(tries = 2000, seed = "22")
  void shouldFallInTheVeryMillisecondForetold(@ForAll long seed) {
    History history = History.of(seed);
    Cells cells = history.allCells();
    long now = history.lastMillis();
    long logOdds = FORMULA.logOddsMicros(ALICE, cells, now);
    var track = new LevelTrack(LEVELS.entered(logOdds), now - new Random(seed).nextLong(600_000));
    long fall = Evaluation.nextFallMillis(FORMULA, ALICE, cells, track, now);
    if (track.level() == Level.LOW) {
      assertEquals(Long.MAX_VALUE, fall);
      return;
    }
    assertTrue(fall > now && fall < Long.MAX_VALUE);
    assertEquals(track, look(track, cells, fall - 1));
    assertTrue(look(track, cells, fall).level().compareTo(track.level()) < 0);
  }

  private static LevelTrack look(LevelTrack track, Cells cells, long at) {
    return track.next(LEVELS, FORMULA.logOddsMicros(ALICE, cells, at), at);
  }

  @Test
  void shouldNeverFallWhereThePriorAloneKeepsIt() {
    Formula nervous = Formula.of(Policy.DEFAULT.withPrior(-2.2));
    var track = new LevelTrack(Level.MEDIUM, 0);
    assertEquals(
        Long.MAX_VALUE, Evaluation.nextFallMillis(nervous, ALICE, Cells.EMPTY, track, 1000));
    assertEquals(300_000, Evaluation.nextFallMillis(FORMULA, ALICE, Cells.EMPTY, track, 1000));
  }
}
