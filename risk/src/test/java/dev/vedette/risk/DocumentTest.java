package dev.vedette.risk;

import static dev.vedette.risk.History.ALICE;
import static dev.vedette.risk.History.START;
import static dev.vedette.risk.History.evidence;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.events.Family;
import dev.vedette.events.Signal;
import dev.vedette.risk.RiskUpdate.Contribution;
import dev.vedette.risk.RiskUpdate.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Every number in {@code docs/risk.md} that is worked out is worked out here once more. */
class DocumentTest {
  private static final long HOUR = Cells.HOUR_MILLIS;
  private static final Formula FORMULA = Formula.of(Policy.DEFAULT);

  private static final List<Signal> STORY =
      List.of(
          evidence(Family.CREDENTIAL, 9, 10, 4),
          evidence(Family.PLACE, 9, 20, 2.5),
          evidence(Family.CREDENTIAL, 10, 5, 4.5),
          evidence(Family.PRIVILEGE, 10, 30, 3),
          evidence(Family.CREDENTIAL, 13, 0, -2));

  private static String table() {
    var text =
        new StringBuilder(
            """
            | at | credential | place | privilege | L | score | level |
            |---|---|---|---|---|---|---|
            """);
    RiskRecord record = RiskRecord.of(ALICE, FORMULA, START);
    for (int minute :
        new int[] {9 * 60 + 10, 9 * 60 + 20, 605, 630, 780, 14 * 60, 24 * 60, 48 * 60, 96 * 60}) {
      long at = START + minute * 60_000L;
      for (Signal signal : STORY) {
        if (signal.timeMillis() == at) {
          record = record.apply(signal, FORMULA, at, subject -> STORY).record();
        }
      }
      record = record.due(FORMULA, at, subject -> STORY).record();
      Assessment now = record.assess(FORMULA, null, at);
      text.append(
          String.format(
              Locale.ROOT,
              "| %s%02d:%02d | %d | %d | %d | %d | %.2f | %s |%n",
              minute < 1440 ? "" : "day " + (minute / 1440 + 1) + ", ",
              minute / 60 % 24,
              minute % 60,
              now.familyMicros().getOrDefault(Family.CREDENTIAL, 0L),
              now.familyMicros().getOrDefault(Family.PLACE, 0L),
              now.familyMicros().getOrDefault(Family.PRIVILEGE, 0L),
              now.logOddsMicros(),
              now.score(),
              record.published().level()));
    }
    return text.toString();
  }

  private static String explanation() {
    Cells cells = Cells.of(STORY);
    Assessment assessment = FORMULA.assess(ALICE, cells, START + 14 * HOUR);
    var lines = new ArrayList<String>();
    for (Contribution term : Explanation.of(FORMULA, cells, STORY, assessment)) {
      lines.add("%-24s %9d".formatted(term.name(), term.micros()));
      for (Part part : term.signals()) {
        long minute = (part.windowStartMillis() - START) / 60_000;
        lines.add(
            "  %02d:%02d, evidence %8d %7d"
                .formatted(minute / 60, minute % 60, part.evidenceMicros(), part.micros()));
      }
    }
    lines.add("%-24s %9d".formatted("L", assessment.logOddsMicros()));
    return String.join("\n", lines) + "\n";
  }

  private static String attack() {
    Cells cells = Cells.EMPTY;
    double unsaturated = 0;
    for (int hour = 0; hour < 24; hour++) {
      cells = cells.add(Family.CREDENTIAL, History.START_HOUR + hour, 5_000_000);
      unsaturated = unsaturated * StrictMath.pow(2, -1 / 24.0) + 5;
    }
    long end = START + 24 * HOUR;
    long high =
        Evaluation.nextFallMillis(FORMULA, ALICE, cells, new LevelTrack(Level.HIGH, end), end);
    long medium =
        Evaluation.nextFallMillis(FORMULA, ALICE, cells, new LevelTrack(Level.MEDIUM, end), end);
    return String.format(
        Locale.ROOT,
        "HIGH for %.1f h more and MEDIUM until %.1f h; a plain decaying sum of %.1f nats would stay"
            + " above MEDIUM for %.1f h",
        (high - end) / (double) HOUR,
        (medium - end) / (double) HOUR,
        unsaturated,
        24 * StrictMath.log(unsaturated / 3.75) / StrictMath.log(2));
  }

  @Test
  void shouldHoldNoNumberThatIsNotSo() throws IOException {
    String document = Files.readString(Path.of("..", "docs", "risk.md"));
    assertContains(document, table());
    assertContains(document, explanation());
    assertContains(document.replaceAll("\\s+", " "), attack());
  }

  private static void assertContains(String document, String expected) {
    assertTrue(document.contains(expected), "docs/risk.md should say:\n" + expected);
  }
}
