package dev.vedette.detectors;

import static dev.vedette.events.SubjectType.USER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.events.Packer;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectType;
import dev.vedette.events.Unpacker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The bytes of state are a promise: what version 1 wrote is read for ever. {@code
 * -Dvedette.golden.write=true} writes the files anew, which is right only before a release or with
 * a new version byte.
 */
class GoldenStateTest {
  private static final Subject SESSION = new Subject("t", SubjectType.SESSION, "s1", Seen.ALICE);
  private static final Path FOLDER = Path.of("src/test/resources/golden");

  /** Their bytes were made before there were finer circumstances. */
  private static final Set<String> ELDERS =
      Set.of(
          "new-place",
          "unusual-hour",
          "guessed-password",
          "password-spray",
          "burst",
          "first-seen-action");

  private static final long MONDAY = Instant.parse("2026-03-02T09:00:00Z").toEpochMilli();

  static Stream<Detector<?, ?>> detectors() {
    return Registry.all().stream();
  }

  /** Nine days of life, then something of everything. */
  private static List<Seen> life() {
    var seen = new ArrayList<Seen>();
    for (int day = 0; day < 9; day++) {
      for (int hour = 0; hour < 3; hour++) {
        long at = MONDAY + day * Ageing.DAY_MILLIS + hour * Ageing.HOUR_MILLIS;
        seen.add(Seen.at(at).moving(1000L * hour));
        seen.add(Seen.at(at + 1).doing("file.read", 3));
        seen.add(Seen.at(at + 2).by("bob").failed());
      }
    }
    return seen;
  }

  private static List<Seen> attack() {
    var seen = new ArrayList<Seen>();
    for (int i = 0; i < 12; i++) {
      long at = MONDAY + 9 * Ageing.DAY_MILLIS + 17 * Ageing.HOUR_MILLIS + i * 1000L;
      seen.add(Seen.at(at).by("user" + i).failed().from("NL", 1136));
      seen.add(Seen.at(at + 500).from("NL", 1136).doing("iam.role.grant", 13).moving(1 << 30));
    }
    seen.add(
        Seen.at(MONDAY + 9 * Ageing.DAY_MILLIS + 17 * Ageing.HOUR_MILLIS + 60_000)
            .from("NL", 1136));
    return seen;
  }

  @ParameterizedTest
  @MethodSource("detectors")
  <W, B> void shouldWriteAndReadTheBytesOfItsVersions(Detector<W, B> detector) throws IOException {
    Subject subject =
        detector.subjects().contains(USER)
            ? Seen.ALICE
            : detector.subjects().contains(SubjectType.IP) ? Seen.ADDRESS : SESSION;
    boolean elder = ELDERS.contains(detector.id());
    var whole = new Life<>(detector, subject);
    W window = detector.nothing();
    if (elder) {
      List<Seen> seen = life();
      seen.addAll(attack());
      whole.add(seen);
      for (Seen one : attack()) {
        window = detector.gather(window, one.about(subject));
      }
    } else {
      List<Sight> seen = finer(life(), false);
      seen.addAll(finer(attack(), true));
      whole.addAll(seen);
      for (Sight one : finer(attack(), true)) {
        window = detector.gather(window, one.about(subject));
      }
    }
    B baseline = whole.learned();
    assertTrue(!window.equals(detector.nothing()) && !baseline.equals(detector.unknown()));
    check(detector.id() + "-window", detector.windowCodec(), window);
    check(detector.id() + "-baseline", detector.baselineCodec(), baseline);
  }

  /** The same with circumstances that tell of everything. */
  private static List<Sight> finer(List<Seen> seen, boolean attack) {
    var finer = new ArrayList<Sight>();
    for (Seen one : seen) {
      long hour = Math.floorDiv(one.timeMillis(), Ageing.HOUR_MILLIS);
      String own = attack ? "kali" : hour % 2 == 0 ? "laptop" : "telephone";
      finer.add(
          Sight.at(one.timeMillis())
              .id(one.id())
              .by(one.principal() == null ? null : Subject.of("t", USER, one.principal()))
              .doing(one.category(), one.action())
              .ended(one.outcome())
              .from("203.0.113.7", one.country(), one.asn())
              .moving(one.bytes())
              .rare(one.rarityStep())
              .in("session-of-" + own)
              .on("thing" + hour % 3)
              .detailed(
                  new Circumstances()
                      .device(own)
                      .client("Firefox on " + own)
                      .at(attack ? 37.57 : 52.52, attack ? 126.98 : 13.41)
                      .resource(attack ? "secret" : "confidential", "document")
                      .posture(attack || hour % 5 == 0 ? "not_compliant" : "compliant")
                      .rarePlace(attack ? 21 : 1)
                      .detail()));
    }
    return finer;
  }

  /** The version is that of the code; what older versions wrote must read as the same value. */
  private static <T> void check(String what, Codec<T> codec, T value) throws IOException {
    var packer = new Packer();
    codec.write(value, packer);
    byte[] bytes = packer.toBytes();
    for (int older = 1; older < bytes[0]; older++) {
      String old = Files.readString(FOLDER.resolve(what + "-v" + older + ".hex")).strip();
      assertEquals(value, codec.read(new Unpacker(HexFormat.of().parseHex(old))), what + older);
    }
    String name = what + "-v" + bytes[0];
    String hex = HexFormat.of().formatHex(bytes);
    Path file = FOLDER.resolve(name + ".hex");
    if (Boolean.getBoolean("vedette.golden.write")) {
      write(file, hex + "\n");
    }
    String golden = Files.readString(file, StandardCharsets.UTF_8).strip();
    assertEquals(golden, hex, name);
    assertEquals(value, codec.read(new Unpacker(HexFormat.of().parseHex(golden))), name);
  }

  private static void write(Path file, String text) {
    try {
      Files.createDirectories(FOLDER);
      Files.writeString(file, text, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
