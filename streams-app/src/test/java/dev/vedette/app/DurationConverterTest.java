package dev.vedette.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

final class DurationConverterTest {
  private final DurationConverter converter = new DurationConverter();

  @Test
  void shouldReadWhatPeopleWrite() {
    assertEquals(Duration.ofSeconds(90), converter.convert("90s"));
    assertEquals(Duration.ofMinutes(5), converter.convert("5m"));
    assertEquals(Duration.ofMinutes(90), converter.convert("1h30m"));
    assertEquals(Duration.ofMillis(500), converter.convert("500ms"));
    assertEquals(Duration.ofHours(49), converter.convert("2d1h"));
    assertEquals(Duration.ZERO, converter.convert("0s"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "90", "s", "-5s", "5 m", "5m5h", "1.5h", "99999999s", "PT5S"})
  void shouldRefuseWhatIsNone(String text) {
    var refused = assertThrows(TypeConversionException.class, () -> converter.convert(text));
    assertTrue(String.valueOf(refused.getMessage()).contains("is not a duration"));
  }
}
