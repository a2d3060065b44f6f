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
      assertTrue(!about.falsePositives().isEmpty(), detector.id());
    }
    assertEquals(Registry.all().size(), ids.size());
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
        less than 1 is not said, but of alerts of other products, which is only to rank them. Numbers
        followed by + are rounded down. Constants are priors, or were chosen on simulated companies
        and recorded alerts (evaluation.md).

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
    for (Detector<?, ?> detector : Registry.all()) {
      About about = detector.about();
      page.append("%n## %s%n%n".formatted(detector.id()));
      page.append("%s%n%n".formatted(about.sees()));
      page.append("**Needs** %s%n%n".formatted(about.needs()));
      page.append("**Known false positives**%n%n".formatted());
      about.falsePositives().forEach(f -> page.append("- %s%n".formatted(f)));
    }
    return page.toString().replace(System.lineSeparator(), "\n");
  }

  private static String words(Duration window) {
    return window.toMinutes() < 60 ? window.toMinutes() + " min" : window.toHours() + " h";
  }
}
