package dev.vedette.wire;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.vedette.events.Detail;
import dev.vedette.events.Observation;
import dev.vedette.events.Stamp;
import dev.vedette.risk.Alert;
import dev.vedette.risk.IncidentBook;
import dev.vedette.schemas.PackagedSchemas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * One record of each version as bytes, and what it says, both written once and for good. With
 * {@code -Dvedette.golden.write=true} missing files are written from an example, never existing
 * ones. The bytes of a version that is not the current one any more are only read.
 */
class GoldenBytesTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden/wire");
  private static final Examples EXAMPLES = new Examples(4);

  private final WireSerdes serdes = new WireSerdes(PackagedSchemas.load());

  @Test
  void shouldWriteAndReadTheBytesOfTheCurrentVersion() throws IOException {
    current("AccessEvent-1", serdes.accessEvents(), EXAMPLES::event);
    current("Observation-3", serdes.observations(), EXAMPLES::observation);
    current("Signal-2", serdes.signals(), EXAMPLES::signal);
    current("RiskUpdate-3", serdes.riskUpdates(), EXAMPLES::riskUpdate);
    current("Alert-3", serdes.alerts(), EXAMPLES::alert);
    current("DeadLetter-1", serdes.deadLetters(), EXAMPLES::deadLetter);
    current("Sighting-1", serdes.sightings(), EXAMPLES::sighting);
    current("Verdict-1", serdes.verdicts(), EXAMPLES::verdict);
    current("SessionActivity-1", serdes.sessions(), EXAMPLES::sessionActivity);
  }

  @Test
  void shouldReadTheBytesOfAnOlderVersion() throws IOException {
    assertEquals(Stamp.NONE, older("Observation-1", ", stamp=").stamp());
    assertEquals(Detail.NONE, older("Observation-2", ", detail=").detail());
    var updates = serdes.riskUpdates();
    assertEquals("", older("RiskUpdate-1", updates, ", supersedes=", "]").supersedes());
    assertNull(older("RiskUpdate-2", updates, ", unscoreable=", "]").unscoreable());
    assertNull(older("Signal-1", serdes.signals(), ", unscoreable=", "]").unscoreable());
    Alert alert = decoded("Alert-1", serdes.alerts());
    assertEquals(IncidentBook.alone(requireNonNull(alert.update())), alert.incident());
    assertEquals(
        Files.readString(GOLDEN.resolve("Alert-2.txt")),
        shown(decoded("Alert-2", serdes.alerts())).replace(", unscoreable=null", ""));
  }

  /** Reads what an older version said; all that came later is said to be unknown. */
  private Observation older(String name, String since) throws IOException {
    return older(name, serdes.observations(), since, "]");
  }

  private static <T> T older(String name, WireSerde<T, ?> serde, String since, String end)
      throws IOException {
    String before = Files.readString(GOLDEN.resolve(name + ".txt")).strip();
    T read = decoded(name, serde);
    String now = shown(read).strip();
    assertEquals(
        before.substring(0, before.length() - end.length()),
        now.substring(0, now.lastIndexOf(since)));
    return read;
  }

  private static <T> T decoded(String name, WireSerde<T, ?> serde) throws IOException {
    String hex = Files.readString(GOLDEN.resolve(name + ".hex"));
    return serde.decode(HexFormat.of().parseHex(hex.strip()));
  }

  private static <T> void current(String name, WireSerde<T, ?> serde, Supplier<T> example)
      throws IOException {
    Path hex = GOLDEN.resolve(name + ".hex");
    Path text = GOLDEN.resolve(name + ".txt");
    if (!Files.exists(hex) && Boolean.getBoolean("vedette.golden.write")) {
      T value = example.get();
      Files.createDirectories(GOLDEN);
      Files.writeString(hex, HexFormat.of().formatHex(serde.encode(value)) + "\n");
      Files.writeString(text, shown(value));
    }
    byte[] bytes = HexFormat.of().parseHex(Files.readString(hex).strip());
    T read = serde.decode(bytes);
    assertEquals(Files.readString(text), shown(read), name);
    assertEquals(Files.readString(text), shown(serde.decodeByRecord(bytes)), name);
    assertArrayEquals(bytes, serde.encode(read), name);
  }

  /** A record's text; control characters and the identity of an array are left out. */
  private static String shown(Object value) {
    return value.toString().replaceAll("\\[B@[0-9a-f]+", "…").replaceAll("\\p{Cntrl}", "^") + "\n";
  }
}
