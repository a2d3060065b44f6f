package dev.vedette.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vedette.schemas.PackagedSchemas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/**
 * One record of each version as bytes, written once and for good: an example with a fixed seed.
 * With {@code -Dvedette.golden.write=true} a missing file is written, never an existing one.
 */
class GoldenBytesTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden/wire");
  private static final long SEED = 4;

  private final WireSerdes serdes = new WireSerdes(PackagedSchemas.load());

  @Test
  void shouldWriteAndReadTheBytesOfVersionOne() throws IOException {
    golden("AccessEvent-1", serdes.accessEvents(), new Examples(SEED).event());
    golden("Observation-1", serdes.observations(), new Examples(SEED).observation());
    golden("Signal-1", serdes.signals(), new Examples(SEED).signal());
    golden("RiskUpdate-1", serdes.riskUpdates(), new Examples(SEED).riskUpdate());
    golden("Alert-1", serdes.alerts(), new Examples(SEED).alert());
    golden("Sighting-1", serdes.sightings(), new Examples(SEED).sighting());
    var letter = new Examples(SEED).deadLetter();
    byte[] bytes = bytes("DeadLetter-1", serdes.deadLetters().encode(letter));
    assertEquals(hex(bytes), hex(serdes.deadLetters().encode(letter)));
    assertEquals(letter.detail(), serdes.deadLetters().decode(bytes).detail());
  }

  private static <T> void golden(String name, WireSerde<T, ?> serde, T example) throws IOException {
    byte[] bytes = bytes(name, serde.encode(example));
    assertEquals(hex(bytes), hex(serde.encode(example)), name);
    assertEquals(example, serde.decode(bytes), name);
    assertEquals(example, serde.decodeByRecord(bytes), name);
  }

  private static byte[] bytes(String name, byte[] now) throws IOException {
    Path file = GOLDEN.resolve(name + ".hex");
    if (!Files.exists(file) && Boolean.getBoolean("vedette.golden.write")) {
      Files.createDirectories(GOLDEN);
      Files.writeString(file, hex(now) + "\n");
    }
    return HexFormat.of().parseHex(Files.readString(file).strip());
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
