package dev.vedette.detectors.behaviour;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.vedette.detectors.Need;
import dev.vedette.events.Packer;
import dev.vedette.events.Unpacker;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ShownTest {
  @Test
  void shouldReadWhatItWrote() {
    var shown = new Shown();
    byte[] nothing = bytes(shown);
    assertArrayEquals(nothing, bytes(read(nothing)));
    assertEquals("", read(nothing).missing(Set.of(Need.values()), 0), "nothing was noted yet");
  }

  @Test
  void shouldRefuseMoreNeedsThanThereAre() {
    byte[] fromTheFuture =
        new Packer(64).putVar(20_001).putVar(Need.values().length + 1L).toBytes();
    assertThrows(IllegalArgumentException.class, () -> read(fromTheFuture));
  }

  @Test
  void shouldReadNotesOfFewerNeeds() {
    byte[] once = new Packer(64).putVar(20_001).putVar(1).putVar(3).toBytes();
    Shown shown = read(once);
    long at = 20_000L * 86_400_000;
    assertEquals("", shown.missing(Set.of(Need.ORIGIN), at));
    assertEquals("no event says a session", shown.missing(Set.of(Need.SESSION), at));
    assertEquals(
        "no event since 2024-10-02 says the country or network of its address",
        shown.missing(Set.of(Need.ORIGIN), at + 29L * 86_400_000));
  }

  @Test
  void shouldTellTheSameOfTwoThatAreMissingWhateverTheOrderOfTheSet() {
    Shown shown = read(new Packer(64).putVar(20_001).putVar(0).toBytes());
    List<Need> needs = List.of(Need.FACTOR, Need.EQUIPMENT);
    for (List<Need> order : List.of(needs, needs.reversed())) {
      assertEquals(
          "no event says a device or client",
          shown.missing(new LinkedHashSet<>(order), 20_000L * 86_400_000));
    }
  }

  private static Shown read(byte[] bytes) {
    var shown = new Shown();
    shown.read(new Unpacker(bytes));
    return shown;
  }

  private static byte[] bytes(Shown shown) {
    var to = new Packer(64);
    shown.write(to);
    return to.toBytes();
  }
}
