package dev.vedette.agreement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeasurementTest {
  /** The least that the project claims, of the records and fields of formats that it claims. */
  private static final double EVENTS = 0.97;

  private static final double AGREEMENT = 0.92;

  @TempDir private Path folder;

  @Test
  void shouldLoseNoneOfTheRecordsOfOthers() throws IOException {
    var measurement = new Measurement(sharedData(), null);
    Accounting tests = present(measurement.ruleTests());
    Accounting detonations = present(measurement.detonations());

    assertEquals(3003, tests.records());
    assertEquals(310, detonations.records());
    for (Accounting accounting : List.of(tests, detonations)) {
      assertEquals(0, accounting.crashed(), () -> accounting.text("log type"));
      assertEquals(0, accounting.lost(), () -> accounting.text("log type"));
      assertTrue(accounting.isComplete(), () -> accounting.text("log type"));
      assertTrue(
          accounting.eventsWhenCompleted() >= EVENTS * accounting.claimed(),
          () -> accounting.text("log type"));
    }
  }

  @Test
  void shouldCompareWithEveryRecordOfTheExperts() throws IOException {
    var measurement = new Measurement(sharedData(), null);
    Agreement intakes = present(measurement.intakes());
    Agreement ocsf = present(measurement.ocsfPairs());

    assertEquals(343, intakes.records());
    assertEquals(62, ocsf.records());
    assertTrue(
        intakes.agreed() >= AGREEMENT * intakes.expectedOfClaimed(), () -> intakes.text("intake"));
  }

  @Test
  void shouldSayTheSameEveryTime() throws IOException {
    Path data = sharedData();

    assertEquals(
        present(new Measurement(data, "sshd").intakes()).text("intake"),
        present(new Measurement(data, "sshd").intakes()).text("intake"));
  }

  @Test
  void shouldCountWhatIsExpectedAndNothingElse() throws IOException {
    pairs(
        """
        {"format":"OpenSSH/openssh","input":{"message":" Failed password for alice from 192.0.2.7 port 4711 ssh2"},"expected":{"event":{"category":["authentication"],"outcome":"failure"},"user":{"name":"alice"}}}
        {"format":"OpenSSH/openssh","input":{"message":"Accepted password for bob from 192.0.2.7 port 4712 ssh2"},"expected":{"event":{"outcome":"failure"},"source":{"ip":"192.0.2.8"},"user":{"name":"bob"}}}
        {"format":"Sundials/v1","input":{"message":"shade"},"expected":{"event":{"outcome":"success"}}}
        """);

    Agreement agreement = present(new Measurement(folder, null).intakes());

    assertEquals(3, agreement.records());
    assertEquals(6, agreement.expectedOfClaimed());
    assertEquals(4, agreement.agreed());
    assertEquals(
        List.of(
            "sekoia 2 OpenSSH/openssh: source: expected 192.0.2.8, got 192.0.2.7",
            "sekoia 2 OpenSSH/openssh: outcome: expected failure, got success"),
        agreement.details());
    String text = agreement.text("intake");
    assertTrue(text.contains("not claimed"), text);
  }

  @Test
  void shouldPassOverWhatIsNotInTheFolder() throws IOException {
    var measurement = new Measurement(folder, null);

    assertNull(measurement.ruleTests());
    assertNull(measurement.detonations());
    assertNull(measurement.intakes());
    assertNull(measurement.ocsfPairs());
  }

  @Test
  void shouldTellDeadFromIgnoredAndUnclaimed() {
    var accounting = new Accounting();
    accounting.add("a", "x", "1", new Reading.Ignored("noise"), null);
    accounting.add("a", "x", "2", new Reading.Dead("no-rule", "why"), null);
    accounting.add(
        "a", "x", "3", new Reading.Dead("missing-field", "time"), new Reading.Events(List.of()));
    accounting.notClaimed("b");
    assertTrue(accounting.isComplete());
    assertEquals(4, accounting.records());
    assertEquals(3, accounting.claimed());
    assertEquals(0, accounting.events());
    assertEquals(1, accounting.eventsWhenCompleted());

    accounting.add("a", "x", "4", new Reading.Lost(), null);

    assertEquals(1, accounting.lost());
    assertFalse(accounting.isComplete(), () -> accounting.text("log type"));
  }

  private void pairs(String lines) throws IOException {
    Path file = folder.resolve("sekoia_intake_pairs/pairs_dev.jsonl.gz");
    Files.createDirectories(file.getParent());
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(lines.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static <T> T present(@Nullable T measured) {
    assertNotNull(measured, "the folder has no such data");
    return measured;
  }

  /** The folder of real data beside the project, or the test is skipped with a reason. */
  private static Path sharedData() {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path data = at.resolve("shared/data");
      if (Files.isDirectory(data)) {
        return data;
      }
    }
    return Assumptions.abort("there is no ../shared/data beside the project");
  }
}
