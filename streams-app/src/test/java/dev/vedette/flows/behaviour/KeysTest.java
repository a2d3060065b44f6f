package dev.vedette.flows.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;

class KeysTest {
  private static final byte[] ALICE = Keys.subject("t/user/alice");
  private static final byte[] LONGER = Keys.subject("t/user/alice-2");

  private static boolean holds(byte[] subject, Bytes key) {
    return Keys.first(subject).compareTo(key) <= 0 && key.compareTo(Keys.last(subject)) <= 0;
  }

  @Test
  void shouldKeepASubjectsEntriesTogether() {
    assertTrue(holds(ALICE, Keys.window(ALICE, 1_440, 20_000)));
    assertTrue(holds(ALICE, Keys.window(ALICE, 1, Integer.MAX_VALUE)));
    assertTrue(holds(ALICE, Keys.seen(ALICE, 490_000, 3)));
    assertFalse(holds(ALICE, Keys.window(LONGER, 10, 7)), "a name that goes on is another");
    assertFalse(holds(LONGER, Keys.window(ALICE, 10, 7)));
  }

  @Test
  void shouldOrderChunksByHourAndNumber() {
    assertTrue(Keys.seen(ALICE, 9, 300).compareTo(Keys.seen(ALICE, 10, 0)) < 0);
    assertTrue(Keys.seen(ALICE, 9, 255).compareTo(Keys.seen(ALICE, 9, 256)) < 0);
  }

  @Test
  void shouldReadTheWindowBack() {
    Bytes key = Keys.window(ALICE, 1_440, 20_514);
    assertEquals(1_440, Keys.minutes(key));
    assertEquals(20_514, Keys.index(key));
  }

  @Test
  void shouldOrderDueEntriesByHour() {
    assertTrue(Keys.due(9, LONGER).compareTo(Keys.due(10, ALICE)) < 0);
    assertTrue(Keys.due(10, ALICE).compareTo(Keys.due(11, new byte[0])) < 0);
  }
}
