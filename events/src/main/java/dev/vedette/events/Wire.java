package dev.vedette.events;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Enum constants by their wire names, which are their names in lower case. */
final class Wire {
  private Wire() {}

  static <E extends Enum<E>> E read(Class<E> type, String what, String wireName) {
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equalsIgnoreCase(wireName)) {
        return constant;
      }
    }
    throw new IllegalArgumentException(
        "%s \"%s\" is not one of %s"
            .formatted(
                what,
                Text.excerpt(wireName),
                Arrays.stream(type.getEnumConstants())
                    .map(c -> c.name().toLowerCase(Locale.ROOT))
                    .collect(Collectors.joining(", "))));
  }
}
