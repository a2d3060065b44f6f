package dev.vedette.explain;

import dev.vedette.detectors.Detector;
import dev.vedette.detectors.Registry;
import dev.vedette.events.Subject;
import dev.vedette.explain.Waterfall.Step;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The words in which risk is explained to somebody who knows nothing of the product. */
final class Words {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("d MMM yyyy, HH:mm:ss", Locale.ENGLISH).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter SECOND =
      DateTimeFormatter.ofPattern("d MMM, HH:mm:ss", Locale.ENGLISH).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("d MMM, HH:mm", Locale.ENGLISH).withZone(ZoneOffset.UTC);

  private final Map<String, String> titles =
      Registry.all().stream()
          .collect(Collectors.toMap(Detector::id, detector -> detector.about().title()));

  /** A step in words. */
  String of(Step step) {
    return switch (step.kind()) {
      case PRIOR -> "Before any evidence";
      case CRITICALITY -> "How much is at stake";
      case FAMILY -> family(step.name());
      case SIGNAL -> titles.getOrDefault(step.name(), step.name());
      case REST -> "Weaker or older evidence";
    };
  }

  /** A detector in words. */
  String detector(String id) {
    return titles.getOrDefault(id, id);
  }

  /** What a family of evidence is about. */
  static String family(String name) {
    return switch (name) {
      case "session" -> "Use of the session";
      case "place" -> "Places";
      case "device" -> "Devices and software";
      case "time" -> "Time of activity";
      case "credential" -> "Passwords and sign-in";
      case "volume" -> "Amounts";
      case "privilege" -> "Rights and rare actions";
      case "control" -> "Protection turned off";
      case "reach" -> "Reach into other systems";
      case "intel" -> "Known bad addresses";
      default -> name;
    };
  }

  /** A sentence: with a capital and a full stop. */
  static String sentence(String why) {
    String text = why.strip();
    if (text.isEmpty()) {
      return "";
    }
    String end = text.endsWith(".") ? "" : ".";
    int first = Character.charCount(text.codePointAt(0));
    return text.substring(0, first).toUpperCase(Locale.ROOT) + text.substring(first) + end;
  }

  /** An instant to the second, UTC. */
  static String time(long millis) {
    return TIME.format(Instant.ofEpochMilli(millis)) + " UTC";
  }

  /** Day and second, UTC. */
  static String second(long millis) {
    return SECOND.format(Instant.ofEpochMilli(millis));
  }

  /** Day and minute, UTC. */
  static String minute(long millis) {
    return MINUTE.format(Instant.ofEpochMilli(millis));
  }

  /** Nats with all of their digits and a sign. */
  static String nats(long micros) {
    String text = BigDecimal.valueOf(micros, 6).toPlainString();
    return micros > 0 ? "+" + text : text;
  }

  /** A score to two digits, never rounded up to certainty. */
  static String score(double score) {
    return String.format(Locale.ROOT, "%.2f", Math.floor(score * 100) / 100);
  }

  /** How many times likelier or less likely: {@code ×55} or {@code ÷403}. */
  static String factor(long micros) {
    double times = StrictMath.exp(Math.abs(micros) / 1e6);
    return (micros < 0 ? "÷" : "×") + number(times);
  }

  /** Odds: {@code 8,100 to 1}. */
  static String odds(long micros) {
    String number = number(StrictMath.exp(Math.abs(micros) / 1e6));
    return micros < 0 ? "1 to " + number : number + " to 1";
  }

  /** Two digits say enough: more would promise what nobody knows. */
  private static String number(double times) {
    if (times < 9.95) {
      return String.format(Locale.ROOT, "%.1f", times);
    }
    return String.format(
        Locale.ROOT, "%,.0f", new BigDecimal(times).round(new MathContext(2)).doubleValue());
  }

  /** A length of time in its two greatest units. */
  static String length(long millis) {
    Duration length = Duration.ofMillis(Math.max(0, millis));
    if (length.toDays() > 0) {
      return unit(length.toDays(), "day") + rest(length.toHoursPart(), "hour");
    }
    if (length.toHours() > 0) {
      return unit(length.toHours(), "hour") + rest(length.toMinutesPart(), "minute");
    }
    return length.toMinutes() > 0
        ? unit(length.toMinutes(), "minute")
        : unit(length.toSeconds(), "second");
  }

  private static String rest(int count, String unit) {
    return count == 0 ? "" : " " + unit(count, unit);
  }

  private static String unit(long count, String unit) {
    return count + " " + unit + (count == 1 ? "" : "s");
  }

  /** Who a subject is. */
  static String who(Subject subject) {
    Subject owner = subject.owner();
    String of = owner == null ? "" : " of " + owner.type().wireName() + " " + owner.id();
    return "%s %s%s".formatted(typeOf(subject), subject.id(), of);
  }

  private static String typeOf(Subject subject) {
    return switch (subject.type()) {
      case IP -> "address";
      default -> subject.type().wireName();
    };
  }
}
