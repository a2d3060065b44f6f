package dev.vedette.models;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vedette.events.Text;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.Set;

/** An object of a model's JSON whose members are all asked for: what is left over is an error. */
final class Members {
  private final String path;
  private final JsonNode node;
  private final Set<String> asked = new HashSet<>();

  Members(String path, JsonNode node) {
    this.path = path;
    this.node = node;
    if (!node.isObject()) {
      throw wrong("is an object, not " + kind(node));
    }
  }

  /** What a member says of itself. */
  ModelFormatException wrong(String what) {
    return new ModelFormatException(path + ": " + what);
  }

  private ModelFormatException wrong(String name, String what) {
    return new ModelFormatException("%s.%s: %s".formatted(path, name, what));
  }

  private JsonNode member(String name) {
    asked.add(name);
    JsonNode member = node.get(name);
    if (member == null) {
      throw wrong(name, "is missing");
    }
    return member;
  }

  String text(String name) {
    JsonNode member = member(name);
    if (!member.isTextual()) {
      throw wrong(name, "is a text, not " + kind(member));
    }
    return member.textValue();
  }

  long whole(String name) {
    JsonNode member = member(name);
    if (!member.isIntegralNumber() || !member.canConvertToLong()) {
      throw wrong(name, "is a whole number, not " + kind(member));
    }
    return member.longValue();
  }

  int smallWhole(String name) {
    long value = whole(name);
    if (value != (int) value) {
      throw wrong(name, "is a whole number of 32 bits, not " + value);
    }
    return (int) value;
  }

  double number(String name) {
    return number(path + "." + name, member(name));
  }

  long instant(String name) {
    String text = text(name);
    try {
      return Instant.parse(text).toEpochMilli();
    } catch (DateTimeParseException | ArithmeticException e) {
      throw new ModelFormatException(
          "%s.%s: is an instant like 2026-01-05T00:00:00Z, not \"%s\""
              .formatted(path, name, Text.excerpt(text)),
          e);
    }
  }

  Members object(String name) {
    return new Members(path + "." + name, member(name));
  }

  JsonNode array(String name) {
    JsonNode member = member(name);
    if (!member.isArray()) {
      throw wrong(name, "is an array, not " + kind(member));
    }
    return member;
  }

  double[] numbers(String name) {
    JsonNode array = array(name);
    var numbers = new double[array.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = number("%s.%s[%d]".formatted(path, name, i), array.get(i));
    }
    return numbers;
  }

  int[] wholes(String name) {
    JsonNode array = array(name);
    var wholes = new int[array.size()];
    for (int i = 0; i < wholes.length; i++) {
      JsonNode item = array.get(i);
      if (!item.isIntegralNumber() || !item.canConvertToInt()) {
        throw wrong(name + "[" + i + "]", "is a whole number, not " + kind(item));
      }
      wholes[i] = item.intValue();
    }
    return wholes;
  }

  static double number(String path, JsonNode value) {
    if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
      throw new ModelFormatException(path + ": is a finite number, not " + kind(value));
    }
    return value.doubleValue();
  }

  String path() {
    return path;
  }

  /** The object itself, for members whose names are data. */
  JsonNode node() {
    return node;
  }

  /** Fails if there is a member that nobody asked for. */
  void end() {
    for (var member : node.properties()) {
      if (!asked.contains(member.getKey())) {
        throw wrong(Text.excerpt(member.getKey()), "is not known");
      }
    }
  }

  static String kind(JsonNode node) {
    return switch (node.getNodeType()) {
      case ARRAY -> "an array";
      case BOOLEAN -> "a boolean";
      case NULL -> "null";
      case NUMBER -> Text.excerpt(node.asText());
      case OBJECT -> "an object";
      case STRING -> "a text";
      default -> "something else";
    };
  }
}
