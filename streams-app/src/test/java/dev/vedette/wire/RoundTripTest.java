package dev.vedette.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.schemas.PackagedSchemas;
import dev.vedette.schemas.WireFormatException;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class RoundTripTest {
  private final WireSerdes serdes = new WireSerdes(PackagedSchemas.load());

  @Property(seed = "20261122")
  void shouldCarryEveryTypeUnchanged(@ForAll long seed) {
    var examples = new Examples(seed);
    unchanged(serdes.accessEvents(), examples.event());
    unchanged(serdes.observations(), examples.observation());
    unchanged(serdes.signals(), examples.signal());
    unchanged(serdes.riskUpdates(), examples.riskUpdate());
    unchanged(serdes.alerts(), examples.alert());
    unchanged(serdes.sightings(), examples.sighting());
    unchanged(serdes.sessions(), examples.sessionActivity());

    var letter = examples.deadLetter();
    var back = serdes.deadLetters().decode(serdes.deadLetters().encode(letter));
    assertArrayEquals(letter.raw(), back.raw());
    assertEquals(
        letter.toString().replaceAll("raw=[^,]*", ""), back.toString().replaceAll("raw=[^,]*", ""));
  }

  @Property(seed = "20261122")
  void shouldWriteAndReadByHandWhatAvroWritesAndReads(@ForAll long seed) {
    var examples = new Examples(seed);
    same(serdes.accessEvents(), examples.event());
    same(serdes.observations(), examples.observation());
  }

  @Test
  void shouldTryEveryShape() {
    var events = LongStream.range(0, 1000).mapToObj(seed -> new Examples(seed).event()).toList();
    assertTrue(events.stream().anyMatch(e -> e.principal() == null));
    assertTrue(events.stream().anyMatch(e -> e.labels().size() > 2));
    assertTrue(
        events.stream().anyMatch(e -> e.source() != null && !Double.isNaN(e.source().lat())));
    var observations =
        LongStream.range(0, 1000).mapToObj(seed -> new Examples(seed).observation()).toList();
    assertTrue(observations.stream().anyMatch(o -> o.subject().owner() != null));
    assertTrue(observations.stream().anyMatch(o -> ObservationMapping.ownId(o) == null));
    assertTrue(observations.stream().anyMatch(o -> ObservationMapping.ownId(o) != null));
  }

  /** With an id of 36 characters and all five kinds of subjects: none is larger in life. */
  @Test
  void shouldKeepAUsualObservationSmall() {
    var observations = Examples.usual(1000);
    assertEquals(5000, observations.size());
    double mean =
        observations.stream()
            .mapToInt(o -> serdes.observations().encode(o).length)
            .average()
            .orElseThrow();
    assertTrue(mean <= 210, () -> "bytes of an observation: " + mean);
  }

  /** Whatever a byte is changed to: an event, or a clear refusal. */
  @Property(seed = "20261122")
  void shouldRefuseDamageOrReadSomething(@ForAll long seed) {
    var examples = new Examples(seed);
    var random = new Random(seed);
    byte[] event = serdes.accessEvents().encode(examples.event());
    byte[] observation = serdes.observations().encode(examples.observation());
    byte[] update = serdes.riskUpdates().encode(examples.riskUpdate());
    for (int i = 0; i < 20; i++) {
      survives(serdes.accessEvents(), damaged(event, random));
      survives(serdes.observations(), damaged(observation, random));
      survives(serdes.riskUpdates(), damaged(update, random));
    }
  }

  private static byte[] damaged(byte[] good, Random random) {
    byte[] bad =
        random.nextInt(4) == 0 ? Arrays.copyOf(good, random.nextInt(good.length)) : good.clone();
    if (bad.length > 0) {
      bad[random.nextInt(bad.length)] = (byte) random.nextInt();
    }
    return bad;
  }

  private static <T> void survives(WireSerde<T, ?> serde, byte[] bytes) {
    try {
      assertFalse(serde.decode(bytes).toString().isEmpty());
    } catch (WireFormatException e) {
      assertFalse(e.reason().word().isEmpty());
      assertFalse(String.valueOf(e.getMessage()).isEmpty());
    }
  }

  private static <T> void unchanged(WireSerde<T, ?> serde, T value) {
    assertEquals(value, serde.decode(serde.encode(value)));
    assertEquals(
        value, serde.deserializer().deserialize("t", serde.serializer().serialize("t", value)));
  }

  private static <T> void same(WireSerde<T, ?> serde, T value) {
    byte[] byHand = serde.encode(value);
    assertArrayEquals(serde.encodeByRecord(value), byHand);
    assertEquals(value, serde.decodeByRecord(byHand));
  }
}
