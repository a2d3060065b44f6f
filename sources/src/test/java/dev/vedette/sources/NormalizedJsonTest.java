package dev.vedette.sources;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class NormalizedJsonTest {
  private static String line(Normalized normalized, byte[] raw) {
    return new String(NormalizedJson.line(normalized, "auth.log:7", raw), StandardCharsets.UTF_8);
  }

  @Test
  void shouldWriteOneObjectForEachOutcome() {
    byte[] event =
        "{\"id\":\"e\",\"time\":\"2026-05-04T10:00:00Z\",\"category\":\"data\",\"action\":\"x\"}"
            .getBytes(StandardCharsets.UTF_8);
    Normalized read =
        Formats.named("vedette").normalizer(new Context("acme", 2026)).normalize(event).getFirst();
    assertEquals(
        "{\"event\":{\"id\":\"e\",\"time\":\"2026-05-04T10:00:00Z\",\"tenant\":\"acme\","
            + "\"category\":\"data\",\"action\":\"x\",\"outcome\":\"unknown\"}}",
        line(read, event));
    assertEquals(
        "{\"ignored\":{\"rule\":\"blank\"}}", line(new Normalized.Ignored("blank"), new byte[0]));
    assertEquals(
        "{\"deadLetter\":{\"reason\":\"no-pattern\",\"detail\":\"d\",\"origin\":\"auth.log:7\","
            + "\"raw\":\"a\\\"\\nb\"}}",
        line(new Normalized.Dead("no-pattern", "d"), new byte[] {'a', '"', '\n', 'b'}));
  }

  @Test
  void shouldKeepBytesThatAreNotText() {
    String line = line(new Normalized.Dead("invalid-utf8", "d"), new byte[] {(byte) 0xFF, 'a'});
    assertTrue(line.contains("\"raw\":\"\uFFFDa\""), line);
    assertTrue(line.contains("\"rawBase64\":\"/2E=\""), line);
  }

  @Test
  void shouldCutWhatIsLong() {
    String line = line(new Normalized.Dead("oversized", "d"), new byte[1 << 20]);
    assertTrue(line.length() < 7 * 16_384);
  }
}
