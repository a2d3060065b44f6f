package dev.vedette.trail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vedette.topology.PipelineSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrailTrialTest {
  private static final Path RECORDED =
      Path.of("../../shared/data/aws_stratus_datadog/docs/detonation-logs");

  /** Invented: somebody stops a trail; then somebody looks at what is usual for everybody. */
  private static final String STOPPED =
      """
      {"userIdentity":{"type":"IAMUser","arn":"arn:aws:iam::999900001111:user/red",
       "accountId":"999900001111","userName":"redlead"},"eventTime":"2024-02-03T04:05:06Z",
       "eventSource":"cloudtrail.amazonaws.com","eventName":"StopLogging",
       "awsRegion":"mars-north-9","sourceIPAddress":"10.11.12.13","userAgent":"invented",
       "eventID":"invented-1","recipientAccountId":"999900001111"}
      """;

  @TempDir private Path folder = Path.of("");

  @Test
  void shouldHoldSignalsAgainstTheTacticOfATechnique() throws IOException {
    Files.writeString(folder.resolve("cloud.defense-evasion.stop.json"), STOPPED);
    Files.writeString(folder.resolve("cloud.impact.stop.json"), STOPPED);
    var told = new ArrayList<String>();
    var settings = new TrailTrialSettings(60, 8, 4, List.of(5L), folder);
    TrailTrialReport report = TrailTrial.run(settings, PipelineSettings.DEFAULT, told::add);
    assertEquals(1, told.size());
    JsonNode account = new ObjectMapper().readTree(report.json()).path("accounts").path(0);
    assertEquals(1, account.path("rightFamily").asInt(), account::toString);
    for (JsonNode technique : account.path("techniques")) {
      assertEquals(1, technique.path("events").asInt());
      boolean stopped = false;
      for (JsonNode signal : technique.path("signals")) {
        if (signal.path("detector").asText().equals("logging-off")) {
          stopped = true;
          assertEquals("T1562.008", signal.path("technique").asText());
          assertEquals(
              technique.path("tactic").asText().equals("defense_evasion"),
              signal.path("rightFamily").asBoolean());
        }
      }
      assertTrue(stopped, technique::toString);
    }
    assertTrue(report.text().contains("1 of 2 techniques raise a signal"), report::text);
  }

  @Test
  void shouldNotLearnWhileTechniquesAreMixedIn() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new TrailTrialSettings(60, 8, 5, List.of(5L), folder));
  }

  /** Issue 4: at least 30 of 35, at no more than 2 incidents a day for 200 principals. */
  @Test
  void shouldFindRecordedTechniques() throws IOException {
    assumeTrue(Files.isDirectory(RECORDED), "there is no " + RECORDED);
    var settings = new TrailTrialSettings(200, 20, 10, List.of(11L), RECORDED);
    TrailTrialReport report = TrailTrial.run(settings, PipelineSettings.DEFAULT, line -> {});
    JsonNode account = new ObjectMapper().readTree(report.json()).path("accounts").path(0);
    assertFalse(account.isMissingNode());
    assertTrue(account.path("rightFamily").asInt() >= 30, report::text);
    assertTrue(account.path("falseAlertsPerDayAnd200Principals").asDouble() <= 2, report::text);
  }
}
