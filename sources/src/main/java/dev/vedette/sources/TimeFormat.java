package dev.vedette.sources;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/** One way in which a source writes a time. */
sealed interface TimeFormat {
  /** The time in epoch milliseconds, or nothing if the text is not in this format. */
  OptionalLong read(String text, ZoneId zone, YearGuess years);

  /** The format of that name, or of {@code pattern:…}; the message says what is accepted. */
  static TimeFormat named(String name) {
    return switch (name) {
      case "epoch_s" -> new Epoch(1_000_000_000L);
      case "epoch_ms" -> new Epoch(1_000_000L);
      case "epoch_us" -> new Epoch(1_000L);
      case "epoch_ns" -> new Epoch(1L);
      case "iso" -> new Iso();
      case "syslog" -> new Syslog();
      default -> {
        if (!name.startsWith("pattern:")) {
          throw new IllegalArgumentException(
              "\"%s\" is not one of epoch_s, epoch_ms, epoch_us, epoch_ns, iso, syslog, pattern:…"
                  .formatted(name));
        }
        yield Pattern.of(name.substring("pattern:".length()));
      }
    };
  }

  /** A number since 1970, with or without a fraction. */
  record Epoch(long nanosPerUnit) implements TimeFormat {
    private static final int MAX_WHOLE_DIGITS = 19;

    @Override
    public OptionalLong read(String text, ZoneId zone, YearGuess years) {
      int dot = text.indexOf('.');
      String whole = dot < 0 ? text : text.substring(0, dot);
      String fraction = dot < 0 ? "" : text.substring(dot + 1);
      if (whole.isEmpty()
          || whole.length() > MAX_WHOLE_DIGITS
          || !digits(whole)
          || !digits(fraction)) {
        return OptionalLong.empty();
      }
      try {
        long units = Long.parseLong(whole);
        long unitsPerMilli = 1_000_000L / nanosPerUnit;
        if (unitsPerMilli > 0) {
          return OptionalLong.of(units / unitsPerMilli);
        }
        long millisPerUnit = nanosPerUnit / 1_000_000L;
        long millis = 0;
        long worth = millisPerUnit;
        for (int i = 0; i < fraction.length() && worth > 1; i++) {
          worth /= 10;
          millis += (fraction.charAt(i) - '0') * worth;
        }
        return OptionalLong.of(Math.addExact(Math.multiplyExact(units, millisPerUnit), millis));
      } catch (ArithmeticException | NumberFormatException e) {
        return OptionalLong.empty();
      }
    }

    private static boolean digits(String text) {
      for (int i = 0; i < text.length(); i++) {
        if (text.charAt(i) < '0' || text.charAt(i) > '9') {
          return false;
        }
      }
      return true;
    }
  }

  /** {@code Dec 10 06:55:46}: RFC 3164, no year and no zone. */
  record Syslog() implements TimeFormat {
    private static final List<String> MONTHS =
        List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");

    @Override
    public OptionalLong read(String text, ZoneId zone, YearGuess years) {
      int day = 4;
      while (day < text.length() && text.charAt(day) == ' ') {
        day++;
      }
      int clock = text.length() - 8;
      if (text.length() < 14
          || text.length() > 32
          || text.charAt(3) != ' '
          || clock - 2 < day
          || text.charAt(clock - 1) != ' '
          || text.charAt(clock + 2) != ':'
          || text.charAt(clock + 5) != ':') {
        return OptionalLong.empty();
      }
      int month = MONTHS.indexOf(text.substring(0, 3)) + 1;
      try {
        if (month == 0) {
          return OptionalLong.empty();
        }
        int dayOfMonth = number(text.substring(day, clock - 1).stripTrailing());
        int hour = number(text.substring(clock, clock + 2));
        int minute = number(text.substring(clock + 3, clock + 5));
        int second = Math.min(59, number(text.substring(clock + 6, clock + 8)));
        if (dayOfMonth < 1 || dayOfMonth > 31 || hour > 23 || minute > 59) {
          return OptionalLong.empty();
        }
        return OptionalLong.of(
            LocalDateTime.of(years.yearOf(month), month, dayOfMonth, hour, minute, second)
                .atZone(zone)
                .toInstant()
                .toEpochMilli());
      } catch (NumberFormatException | DateTimeException e) {
        return OptionalLong.empty();
      }
    }

    private static int number(String text) {
      if (text.isEmpty() || text.length() > 2 || !Epoch.digits(text)) {
        throw new NumberFormatException(text);
      }
      return Integer.parseInt(text);
    }
  }

  /** ISO 8601, a blank or T between date and time, with or without fraction and offset. */
  record Iso() implements TimeFormat {
    private static final Pattern ANY = new Pattern(Pattern.ISO);

    @Override
    public OptionalLong read(String text, ZoneId zone, YearGuess years) {
      OptionalLong millis = IsoInstant.millis(text);
      return millis.isPresent() ? millis : ANY.read(text, zone, years);
    }
  }

  /** A date and a time of day in some order, with or without a zone. */
  record Pattern(DateTimeFormatter formatter) implements TimeFormat {
    /** ISO 8601, a blank or T between date and time, with or without fraction and offset. */
    static final DateTimeFormatter ISO =
        new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .appendPattern("uuuu-MM-dd[ ]['T']HH:mm[:ss]")
            .optionalStart()
            .appendFraction(ChronoField.NANO_OF_SECOND, 1, 9, true)
            .optionalEnd()
            .appendPattern("[ ][XXX][XX][X]")
            .toFormatter(Locale.ROOT);

    /** The format of letters as {@link DateTimeFormatter} has them, English names. */
    static Pattern of(String letters) {
      DateTimeFormatter formatter =
          new DateTimeFormatterBuilder()
              .parseCaseInsensitive()
              .appendPattern(letters)
              .toFormatter(Locale.ENGLISH);
      try {
        var sample = ZonedDateTime.of(2026, 5, 4, 13, 37, 0, 0, ZoneOffset.UTC);
        instant(formatter, formatter.format(sample), ZoneOffset.UTC);
      } catch (DateTimeException e) {
        throw new IllegalArgumentException(
            "the pattern \"%s\" does not give a date and a time of day: %s"
                .formatted(letters, e.getMessage()),
            e);
      }
      return new Pattern(formatter);
    }

    @Override
    public OptionalLong read(String text, ZoneId zone, YearGuess years) {
      try {
        return OptionalLong.of(instant(formatter, text, zone).toEpochMilli());
      } catch (DateTimeException | ArithmeticException e) {
        return OptionalLong.empty();
      }
    }

    private static Instant instant(DateTimeFormatter formatter, String text, ZoneId zone) {
      var read = formatter.parseBest(text, ZonedDateTime::from, LocalDateTime::from);
      return read instanceof ZonedDateTime zoned
          ? zoned.toInstant()
          : LocalDateTime.from(read).atZone(zone).toInstant();
    }
  }
}
