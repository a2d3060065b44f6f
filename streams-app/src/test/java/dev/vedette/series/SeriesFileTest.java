package dev.vedette.series;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.replay.input.Input;
import dev.vedette.replay.input.InputReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeriesFileTest {
  @Test
  void shouldWriteBackWhatWasReadWithAScore() throws IOException {
    String scored = score("timestamp,value\n2026-01-01 00:00:00,1.50\n1767225900,-2e3\r\n");

    assertEquals(
        """
        timestamp,value,anomaly_score
        2026-01-01 00:00:00,1.50,0.0
        1767225900,-2e3,0.0
        """,
        scored);
  }

  @Test
  void shouldScoreASpikeAboveAllElse() throws IOException {
    var series = new StringBuilder("timestamp,value\n");
    for (int i = 0; i < 1000; i++) {
      series
          .append(1_767_225_600 + i * 300)
          .append(',')
          .append(i == 900 ? 99 : i % 13)
          .append('\n');
    }

    String[] lines = score(series.toString()).split("\n", -1);

    assertEquals(1002, lines.length);
    double spike = scoreOf(lines[901]);
    assertTrue(spike > 0.9999, () -> "score " + spike);
    for (int i = 501; i < 901; i++) {
      assertTrue(scoreOf(lines[i]) < 0.9999, lines[i]);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'time,value', :1:",
    "'timestamp,value|2026-01-01 00:00:00,1|2026-01-01 00:05:00', :3:",
    "'timestamp,value|2026-01-01 00:00:00,1,2', :2:",
    "'timestamp,value|2026-01-01 00:00:00,much', :2:",
    "'timestamp,value|2026-01-01 00:00:00,NaN', :2:",
    "'timestamp,value|2026-13-01 00:00:00,1', :2:",
    "'timestamp,value|yesterday,1', :2:",
    "'timestamp,value||2026-01-01 00:00:00,1', :2:",
    "'', empty"
  })
  void shouldNameTheLineThatIsBad(String text, String named) {
    var bad = assertThrows(IllegalArgumentException.class, () -> score(text.replace('|', '\n')));

    assertTrue(String.valueOf(bad.getMessage()).contains(named), bad::getMessage);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-01-01 00:00:00, 1767225600000",
    "2026-01-01 00:00:00.250000, 1767225600250",
    "2026-01-01T00:00, 1767225600000",
    "2026-01-01T01:00:00+01:00, 1767225600000",
    "2026-01-01T00:00:00Z, 1767225600000",
    "1767225600, 1767225600000",
    "1767225600.5, 1767225600500",
    "-1, -1000"
  })
  void shouldReadTheTimesThatSeriesHave(String text, long millis) {
    assertEquals(millis, SeriesTime.millis(text));
  }

  private static double scoreOf(String line) {
    return Double.parseDouble(line.substring(line.lastIndexOf(',') + 1));
  }

  private static String score(String text) throws IOException {
    var out = new StringBuilder();
    var in = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    try (var lines = new InputReader(Input.of(List.of("-")), in)) {
      SeriesFile.score(lines, out, () -> {});
    }
    return out.toString();
  }
}
