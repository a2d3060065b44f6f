package dev.vedette.detectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.events.SubjectType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/detections.md} is made of the code; {@code -Dvedette.docs.write=true} writes it anew.
 */
class DetectionsPageTest {
  private static final Path PAGE = Path.of("../docs/detections.md");

  @Test
  void shouldBeThePageOfTheCode() throws IOException {
    String page = page();
    if (Boolean.getBoolean("vedette.docs.write")) {
      Files.createDirectories(PAGE.getParent());
      Files.writeString(PAGE, page, StandardCharsets.UTF_8);
    }
    assertEquals(
        page,
        Files.readString(PAGE, StandardCharsets.UTF_8),
        "run the test with -Dvedette.docs.write=true");
  }

  @Test
  void shouldHaveAnIdOfItsOwnAndWordsForEachDetector() {
    var ids = new HashSet<String>();
    for (Detector<?, ?> detector : Registry.all()) {
      assertTrue(ids.add(detector.id()), detector.id());
      assertTrue(detector.id().matches("[a-z]+(-[a-z]+)*"), detector.id());
      assertTrue(detector.technique().matches("(T\\d{4}(\\.\\d{3})?)?"), detector.technique());
      About about = detector.about();
      assertTrue(!about.sees().isBlank() && !about.needs().isBlank(), detector.id());
      assertTrue(!about.tune().isBlank(), detector.id());
      assertTrue(!about.falsePositives().isEmpty(), detector.id());
    }
    assertEquals(Registry.all().size(), ids.size());
  }

  @Test
  void shouldSayHowMuchASubjectMayTake() {
    String page = page();
    for (SubjectType type : SubjectType.values()) {
      int detectors = 0;
      int baselines = 0;
      int windows = 0;
      for (Detector<?, ?> detector : Registry.all()) {
        if (detector.subjects().contains(type)) {
          detectors++;
          baselines += detector.maxBaselineBytes();
          windows += detector.maxWindowBytes();
        }
      }
      assertTrue(detectors >= 3 && baselines > 0 && windows > 0, type + " is looked at");
      String row =
          "\n| %s | %d | %d | %d |\n".formatted(type.wireName(), detectors, baselines, windows);
      assertTrue(page.contains(row), row);
    }
  }

  private static String page() {
    var page = new StringBuilder();
    page.append(
        """
        # Detections

        Made from the code by `DetectionsPageTest`; do not edit.

        A detector gathers what it sees into windows, judges them against what it has learned of this
        subject, and learns from windows that have closed without suspicion. Its evidence is in nats:
        2.3 nats are ten times as likely under attack as in normal life. It comes in steps of 0.25;
        less than 1 is not said, but of alerts of other products, which is only to rank them; one
        detector, `step-up`, says less than 0, which reassures. Numbers followed by + are rounded
        down. Constants are priors, or were chosen on simulated companies
        and recorded alerts (evaluation.md).

        **To tune any of them**: a verdict `benign_expected` for one subject and detector until a day
        (verdicts.md; the window teaches at once); a suppression for subjects by the pattern of their
        names, a detector, and a time (policy.md); the family's half-life, caps and weight in the
        policy, which move all detectors of the family; a calibration or a fusion weight for the
        detector, learned or written by hand (models.md); and `--shadow ID`, by which it signals and
        moves nobody's risk (operations.md). A detector's constants are no settings. Below stands
        what else moves each, and which of these fits.

        | id | detects | family | ATT&CK | window | subjects |
        |---|---|---|---|---|---|
        """);
    for (Detector<?, ?> detector : Registry.all()) {
      page.append(
          "| [`%s`](#%s) | %s | %s | %s | %s | %s |%n"
              .formatted(
                  detector.id(),
                  detector.id(),
                  detector.about().title(),
                  detector.family().wireName(),
                  detector.technique(),
                  words(detector.window()),
                  detector.subjects().stream()
                      .sorted()
                      .map(SubjectType::wireName)
                      .collect(Collectors.joining(", "))));
    }
    page.append(
        """

        What a subject takes at most, if every detector that looks at it is full. Windows wait until
        they are half a day older than late events may be, and are then folded into the baselines.

        | subject | detectors | baselines, bytes | windows of one time, bytes |
        |---|---|---|---|
        """);
    for (SubjectType type : SubjectType.values()) {
      page.append(
          "| %s | %d | %d | %d |%n"
              .formatted(
                  type.wireName(), of(type).count(), baselineBytes(type), windowBytes(type)));
    }
    for (Detector<?, ?> detector : Registry.all()) {
      About about = detector.about();
      page.append("%n## %s%n%n".formatted(detector.id()));
      page.append("%s%n%n".formatted(about.sees()));
      page.append("**Needs** %s%n%n".formatted(about.needs()));
      page.append("**How to tune** %s%n%n".formatted(about.tune()));
      page.append(
          "**State** at most %d bytes a window and %d a baseline.%n%n"
              .formatted(detector.maxWindowBytes(), detector.maxBaselineBytes()));
      page.append("**Known false positives**%n%n".formatted());
      about.falsePositives().forEach(f -> page.append("- %s%n".formatted(f)));
    }
    return page.toString().replace(System.lineSeparator(), "\n");
  }

  private static Stream<Detector<?, ?>> of(SubjectType type) {
    return Registry.all().stream().filter(detector -> detector.subjects().contains(type));
  }

  private static int baselineBytes(SubjectType type) {
    return of(type).mapToInt(Detector::maxBaselineBytes).sum();
  }

  private static int windowBytes(SubjectType type) {
    return of(type).mapToInt(Detector::maxWindowBytes).sum();
  }

  private static String words(Duration window) {
    return window.toMinutes() < 60 ? window.toMinutes() + " min" : window.toHours() + " h";
  }
}
