package dev.vedette.sources;

import dev.vedette.events.Category;
import dev.vedette.events.Outcome;
import dev.vedette.events.SubjectType;
import dev.vedette.events.Text;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The fields of an event that a format may assign, by their JSON names; labels come on top. */
enum EventField {
  ID("id"),
  TENANT("tenant"),
  CATEGORY("category"),
  ACTION("action"),
  OUTCOME("outcome"),
  PRINCIPAL_TYPE("principal.type"),
  PRINCIPAL_ID("principal.id"),
  PRINCIPAL_NAME("principal.name"),
  SESSION("session"),
  DEVICE_ID("device.id"),
  DEVICE_NAME("device.name"),
  SOURCE_IP("source.ip"),
  SOURCE_PORT("source.port"),
  SOURCE_COUNTRY("source.country"),
  SOURCE_ASN("source.asn"),
  SOURCE_CITY("source.city"),
  SOURCE_LAT("source.lat"),
  SOURCE_LON("source.lon"),
  DESTINATION_IP("destination.ip"),
  DESTINATION_PORT("destination.port"),
  DESTINATION_DOMAIN("destination.domain"),
  CLIENT_USER_AGENT("client.user_agent"),
  CLIENT_APP("client.app"),
  AUTH_METHOD("auth.method"),
  AUTH_MFA("auth.mfa"),
  AUTH_ACR("auth.acr"),
  RESOURCE_TYPE("resource.type"),
  RESOURCE_ID("resource.id"),
  RESOURCE_SENSITIVITY("resource.sensitivity"),
  TARGET_TYPE("target.type"),
  TARGET_ID("target.id"),
  BYTES_IN("bytes_in"),
  BYTES_OUT("bytes_out"),
  SEVERITY("severity"),
  RAW_SOURCE("raw_source");

  private static final Map<String, EventField> BY_NAME =
      Arrays.stream(values()).collect(Collectors.toMap(EventField::jsonName, Function.identity()));

  private final String jsonName;

  EventField(String jsonName) {
    this.jsonName = jsonName;
  }

  String jsonName() {
    return jsonName;
  }

  /** The field of that name, or null. */
  static @Nullable EventField of(String jsonName) {
    return BY_NAME.get(jsonName);
  }

  /** Refuses a constant that the field would never accept, saying what it does. */
  void check(String constant) {
    Object read =
        switch (this) {
          case CATEGORY -> Category.of(constant);
          case OUTCOME -> Outcome.of(constant);
          case PRINCIPAL_TYPE -> SubjectType.of(constant);
          case SOURCE_PORT, SOURCE_ASN, DESTINATION_PORT, BYTES_IN, BYTES_OUT, SEVERITY ->
              whole(constant);
          case SOURCE_LAT, SOURCE_LON -> real(constant);
          case AUTH_MFA -> flag(constant);
          default -> constant;
        };
    Objects.requireNonNull(read);
  }

  static long whole(String text) {
    if (text.length() > 19 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw new IllegalArgumentException(
          "\"%s\" is not a whole number".formatted(Text.excerpt(text)));
    }
    return Long.parseLong(text);
  }

  static double real(String text) {
    double value = text.length() > 32 ? Double.NaN : Double.parseDouble(text);
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("\"%s\" is not a number".formatted(Text.excerpt(text)));
    }
    return value;
  }

  static boolean flag(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw new IllegalArgumentException(
              "\"%s\" is neither true nor false".formatted(Text.excerpt(text)));
    };
  }
}
