package dev.vedette.app;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A duration as people write it: {@code 90s}, {@code 5m}, {@code 1h30m}, {@code 500ms}. */
final class DurationConverter implements ITypeConverter<Duration> {
  private static final Pattern PATTERN =
      Pattern.compile(
          "(?:(?<d>\\d{1,4})d)?(?:(?<h>\\d{1,5})h)?(?:(?<m>\\d{1,6})m)?(?:(?<s>\\d{1,7})s)?(?:(?<ms>\\d{1,9})ms)?");

  @Override
  public Duration convert(String text) {
    Matcher matcher = PATTERN.matcher(text.strip());
    if (text.isBlank() || !matcher.matches()) {
      throw new TypeConversionException(
          "\"%s\" is not a duration: write 90s, 5m, 1h30m or 500ms".formatted(text));
    }
    return Duration.ofDays(part(matcher, "d"))
        .plusHours(part(matcher, "h"))
        .plusMinutes(part(matcher, "m"))
        .plusSeconds(part(matcher, "s"))
        .plusMillis(part(matcher, "ms"));
  }

  private static long part(Matcher matcher, String name) {
    String digits = matcher.group(name);
    return digits == null ? 0 : Long.parseLong(digits);
  }
}
