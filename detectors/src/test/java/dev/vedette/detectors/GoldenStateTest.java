package dev.vedette.detectors;

import static dev.vedette.events.SubjectType.USER;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vedette.events.ActionKind;
import dev.vedette.events.Category;
import dev.vedette.events.Detail;
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
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The bytes of state are a promise: what version 1 wrote is read for ever. {@code
 * -Dvedette.golden.write=true} writes the files anew, which is right only before a release or with
 * a new version byte.
 */
class GoldenStateTest {
  private static final Path FOLDER = Path.of("src/test/resources/golden");

  /** They look at what a {@link Seen} cannot say. */
  private static final Set<String> FINER =
      Set.of(
          "impossible-travel",
          "new-device",
          "dormant-account",
          "login-likelihood",
          "concurrent-sessions",
          "sensitive-access",
          "posture-fall");

  /** Their first versions did not keep devices, so that these lives name none. */
  private static final Set<String> WITHOUT_DEVICES = Set.of("new-place", "impossible-travel");

  /** What their first version knew is on another scale: it is read, and they learn anew. */
  private static final Set<String> FORGOTTEN = Set.of("slow-drift");

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

  /** Deeds of every kind on nine days, for detectors that a life of sign-ins tells nothing. */
  private static List<Sight> deeds(List<Category> categories) {
    var deeds = new ArrayList<Sight>();
    for (int day = 0; day < 9; day++) {
      for (ActionKind kind : ActionKind.values()) {
        long at = MONDAY + day * Ageing.DAY_MILLIS + kind.ordinal() * 60_000L;
        for (Category category : categories) {
          deeds.add(
              Sight.at(at)
                  .id("d" + at + category)
                  .doing(category, kind.wireName())
                  .on("resource" + day)
                  .to("target" + day)
                  .moving(5_000_000)
                  .rare(9)
                  .detailed(
                      new Detail(
                          kind,
                          "device",
                          "client",
                          52.5,
                          13.4,
                          "password",
                          true,
                          "file",
                          "internal",
                          "user",
                          "host" + day + ".example",
                          445,
                          1,
                          4_000_000,
                          null,
                          3,
                          3)));
        }
      }
    }
    return deeds;
  }

  /** The same for detectors that look at what a {@link Seen} cannot say. */
  private static List<Sight> richLife() {
    var seen = new ArrayList<Sight>();
    for (int day = 0; day < 9; day++) {
      long at = MONDAY + day * Ageing.DAY_MILLIS;
      seen.addAll(everything(at, "file.read", ActionKind.READ, "agent", "laptop"));
    }
    return seen;
  }

  private static List<Sight> richAttack() {
    long at = MONDAY + 9 * Ageing.DAY_MILLIS + 17 * Ageing.HOUR_MILLIS;
    var seen = new ArrayList<Sight>();
    for (ActionKind kind : ActionKind.values()) {
      seen.addAll(everything(at, "do." + kind.wireName(), kind, "Firefox on Linux", "phone"));
    }
    return seen;
  }

  private static List<Sight> everything(
      long at, String action, ActionKind kind, String client, String device) {
    var how = Circumstances.of(kind).with(client, device).onA("user").rareAmongPeers(12);
    var signIn = Circumstances.of(null).with(client, device).mfa(true);
    var bad = Circumstances.address(true, 5);
    return List.of(
        Sight.at(at).in("s").stamped(bad).detailed(signIn.detail()).failed(),
        Sight.at(at + 1000).in("s").stamped(bad).detailed(signIn.detail()),
        Sight.at(at + 2000)
            .doing(Category.API, action)
            .in("s")
            .from("203.0.113.9", "NL", 1136 + kind.ordinal())
            .on("thing")
            .to("bob")
            .rare(14)
            .stamped(bad)
            .detailed(how.detail()));
  }

  private static Subject subjectOf(Detector<?, ?> detector) {
    Set<SubjectType> types = detector.subjects();
    if (types.contains(SubjectType.USER)) {
      return Seen.ALICE;
    }
    if (types.contains(SubjectType.SESSION)) {
      return Subject.session(Seen.ALICE, "s");
    }
    return types.contains(SubjectType.IP)
        ? Seen.ADDRESS
        : Subject.of("t", types.iterator().next(), "thing");
  }

  @ParameterizedTest
  @MethodSource("detectors")
  <W, B> void shouldWriteAndReadRicherBytesOfVersionOne(Detector<W, B> detector)
      throws IOException {
    Subject subject = subjectOf(detector);
    List<Sight> seen = asKeptBy(detector, richLife());
    seen.addAll(asKeptBy(detector, richAttack()));
    B baseline = new Life<>(detector, subject).see(seen).learned();
    W window = detector.nothing();
    for (Sight one : asKeptBy(detector, richAttack())) {
      window = detector.gather(window, one.about(subject));
    }
    Assumptions.assumeTrue(
        !window.equals(detector.nothing()) && !baseline.equals(detector.unknown()),
        "looks at what only the deeds show");
    check(detector.id() + "-rich-window", detector.windowCodec(), window, window);
    B older = FORGOTTEN.contains(detector.id()) ? detector.unknown() : baseline;
    check(detector.id() + "-rich-baseline", detector.baselineCodec(), baseline, older);
  }

  @ParameterizedTest
  @MethodSource("detectors")
  <W, B> void shouldWriteAndReadTheBytesOfItsVersions(Detector<W, B> detector) throws IOException {
    var subject = detector.subjects().contains(USER) ? Seen.ALICE : Seen.ADDRESS;
    var life = new Life<>(detector, subject);
    W window = detector.nothing();
    if (FINER.contains(detector.id())) {
      life.see(asKeptBy(detector, finer(life(), false)));
      life.see(asKeptBy(detector, finer(attack(), true)));
      for (Sight one : asKeptBy(detector, finer(attack(), true))) {
        window = detector.gather(window, one.about(subject));
      }
    } else {
      life.add(life()).add(attack());
      for (Seen one : attack()) {
        window = detector.gather(window, one.about(subject));
      }
    }
    for (var categories :
        List.of(List.of(Category.API, Category.NETWORK), List.of(Category.DETECTION))) {
      if (window.equals(detector.nothing())) {
        for (Sight one : deeds(categories)) {
          life.add(one);
          window = detector.gather(window, one.about(subject));
        }
      }
    }
    B baseline = life.learned();
    Assumptions.assumeTrue(
        !window.equals(detector.nothing()) && !baseline.equals(detector.unknown()),
        "looks at what only the richer life shows");
    check(detector.id() + "-window", detector.windowCodec(), window, window);
    B older = FORGOTTEN.contains(detector.id()) ? detector.unknown() : baseline;
    check(detector.id() + "-baseline", detector.baselineCodec(), baseline, older);
  }

  private static List<Sight> asKeptBy(Detector<?, ?> detector, List<Sight> seen) {
    if (WITHOUT_DEVICES.contains(detector.id())) {
      seen.forEach(Sight::unnamed);
    }
    return seen;
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
                  new Surroundings()
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

  /**
   * The version is that of the code; what older versions wrote must read as the same value, or as
   * the one that is said.
   */
  private static <T> void check(String what, Codec<T> codec, T value, T older) throws IOException {
    var packer = new Packer();
    codec.write(value, packer);
    byte[] bytes = packer.toBytes();
    for (int version = 1; version < bytes[0]; version++) {
      Path old = FOLDER.resolve(what + "-v" + version + ".hex");
      if (version == 1 || Files.exists(old)) {
        byte[] written = HexFormat.of().parseHex(Files.readString(old).strip());
        assertEquals(older, codec.read(new Unpacker(written)), old::toString);
      }
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
