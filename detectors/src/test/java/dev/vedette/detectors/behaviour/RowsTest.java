package dev.vedette.detectors.behaviour;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.vedette.events.SubjectType;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Windows by their index, held against a map that is ordered by other means. */
class RowsTest {
  private static final Span SPAN =
      requireNonNull(Span.of(List.of(new Novelty(10, 0)), Set.of()).get(SubjectType.USER))
          .getFirst();

  private final Rows rows = new Rows();
  private final TreeMap<Long, Row> expected = new TreeMap<>();

  @Test
  void shouldBeAMapInTheOrderOfIndexes() {
    var random = new Random(7);
    long now = -20;
    for (int step = 0; step < 20_000; step++) {
      now += random.nextInt(3);
      long index = random.nextInt(4) == 0 ? now - random.nextInt(40) : now;
      switch (random.nextInt(8)) {
        case 0 -> {
          rows.removeBefore(rows.placeFrom(index - 20));
          expected.headMap(index - 20).clear();
        }
        case 1, 2, 3 -> assertSame(expected.get(index), rows.get(index));
        default -> {
          var row = new Row(SPAN);
          rows.put(index, row);
          expected.put(index, row);
        }
      }
      compare(index);
    }
    assertEquals(0, new Rows().size());
    assertNull(new Rows().get(0));
  }

  private void compare(long index) {
    assertEquals(expected.size(), rows.size());
    assertEquals(expected.isEmpty(), rows.isEmpty());
    assertEquals(expected.headMap(index).size(), rows.placeFrom(index));
    assertEquals(
        List.copyOf(expected.subMap(index - 5, index).values()), rows.between(index - 5, index));
    List<Long> indexes = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      indexes.add(rows.index(i));
      assertSame(expected.get(rows.index(i)), rows.row(i));
    }
    assertEquals(List.copyOf(expected.keySet()), indexes);
    if (!expected.isEmpty()) {
      assertEquals(expected.firstKey(), rows.firstIndex());
      assertEquals(expected.lastKey(), rows.lastIndex());
    }
  }
}
