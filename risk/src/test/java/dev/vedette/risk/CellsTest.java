package dev.vedette.risk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.events.Family;
import dev.vedette.events.Signal;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class CellsTest {
  private static final Formula FORMULA = Formula.of(Policy.DEFAULT);

  @Property(tries = 2000, seed = "1")
  void shouldBeTheSameIntegersWhateverTheOrder(@ForAll long seed) {
    History history = History.of(seed);
    Cells expected = Cells.of(history.finals());
    assertEquals(expected, Cells.of(history.upserts()));
    assertEquals(expected, Cells.of(history.shuffled(seed + 1)));
    assertEquals(expected, Cells.decode(expected.encode()));
  }

  @Property(tries = 1000, seed = "2")
  void shouldBeTheSameIntegersInWhateverBatches(@ForAll long seed) {
    History history = History.of(seed);
    var random = new Random(seed);
    Cells sum = Cells.EMPTY;
    var batch = new ArrayList<Signal>();
    for (Signal upsert : history.shuffled(seed)) {
      batch.add(upsert);
      if (random.nextInt(4) == 0) {
        sum = random.nextBoolean() ? sum.merge(Cells.of(batch)) : Cells.of(batch).merge(sum);
        batch.clear();
      }
    }
    assertEquals(Cells.of(history.finals()), sum.merge(Cells.of(batch)));
  }

  @Property(tries = 1000, seed = "3")
  void shouldLeaveNoTraceOfWithdrawnEvidence(@ForAll long seed) {
    History history = History.of(seed);
    Cells without = Cells.of(history.upserts());
    int hour = History.START_HOUR + new Random(seed).nextInt(30);
    Cells with = without.add(Family.PLACE, hour, 4_000_000);
    assertNotEquals(without, with);
    assertEquals(without, with.add(Family.PLACE, hour, -4_000_000));
  }

  @Property(tries = 1000, seed = "4")
  void shouldNotMatterWhenExpiredCellsAreDropped(@ForAll long seed) {
    History history = History.of(seed);
    Cells lazy = Cells.EMPTY;
    Cells eager = Cells.EMPTY;
    int newest = Integer.MIN_VALUE;
    for (Signal upsert : history.shuffled(seed)) {
      newest = Math.max(newest, upsert.hour());
      lazy = lazy.add(upsert.family(), upsert.hour(), upsert.deltaMicros());
      eager =
          eager
              .add(upsert.family(), upsert.hour(), upsert.deltaMicros())
              .withoutExpired(FORMULA, newest);
    }
    long at = history.lastMillis();
    assertEquals(lazy.counting(FORMULA, at), eager.counting(FORMULA, at));
    if (newest > Integer.MIN_VALUE) {
      assertEquals(lazy.withoutExpired(FORMULA, newest), eager);
    }
  }

  @Test
  void shouldDropWhatCanCountNoMore() {
    Cells cells =
        Cells.EMPTY
            .add(Family.SESSION, 1000, 1)
            .add(Family.SESSION, 1025, 2)
            .add(Family.INTEL, 1000, 3);
    // The session's ten half-lives are 80 hours; its newest hour gives a day on top.
    assertEquals(cells, cells.withoutExpired(FORMULA, 1105));
    assertEquals("{intel@1000=3, session@1025=2}", cells.withoutExpired(FORMULA, 1106).toString());
  }

  @Test
  void shouldKeepItsBytes() {
    Cells cells =
        Cells.EMPTY
            .add(Family.CREDENTIAL, 498_000, 5_000_000)
            .add(Family.PLACE, 498_000, -1)
            .add(Family.INTEL, 498_030, 1_250_000);
    assertEquals(
        "01" + "06" + "a0e53c" + "01" + "01" + "04" + "80ade204" + "e903" + "a0cb9801",
        HexFormat.of().formatHex(cells.encode()));
    assertEquals(cells, Cells.decode(cells.encode()));
  }

  @Test
  void shouldGiveUpTheOldestHoursBeyondItsBoundAndTakeThemNoMore() {
    Cells cells = Cells.EMPTY;
    for (int hour = 0; hour < Cells.MAX + 10; hour++) {
      cells = cells.add(Family.INTEL, 498_000 + hour, Signal.MAX_EVIDENCE_MICROS);
      assertTrue(cells.size() <= Cells.MAX);
    }
    assertEquals(Cells.MAX, cells.size());
    assertEquals(498_010, cells.hour(0));
    assertEquals(cells, cells.add(Family.INTEL, 498_009, 7));
    Cells restored = Cells.decode(cells.encode());
    assertEquals(cells, restored);
    assertEquals(cells, restored.add(Family.INTEL, 498_009, 7));
    assertTrue(cells.encode().length <= 14 + 16 * Cells.MAX);
  }

  @Test
  void shouldStayWithinItsBoundInBytesAtTheExtremes() {
    Cells cells =
        Cells.EMPTY
            .add(Family.INTEL, Integer.MIN_VALUE + 1, Long.MIN_VALUE)
            .add(Family.INTEL, Integer.MAX_VALUE, Long.MAX_VALUE);
    assertEquals(cells, Cells.decode(cells.encode()));
    assertTrue(cells.encode().length <= 14 + 16 * 2, "length " + cells.encode().length);
  }

  @Test
  void shouldRefuseMalformedBytes() {
    byte[] good = Cells.EMPTY.add(Family.INTEL, 498_000, 5).encode();
    for (String bad : List.of("02", "0102", "0104a0e53c01020004", "0102a0e53c0b02", "010000")) {
      byte[] bytes = HexFormat.of().parseHex(bad);
      assertThrows(IllegalArgumentException.class, () -> Cells.decode(bytes), bad);
    }
    assertFalse(Cells.decode(good).isEmpty());
  }
}
