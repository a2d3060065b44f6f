package dev.vedette.sources.facts;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One entry of an LDIF file: what it has of the attributes that are asked for. The case of their
 * names, and options behind a semicolon, make no difference.
 */
final class LdifEntry {
  private final long line;
  private final String dn;
  private final Map<String, List<byte[]>> values = new HashMap<>();

  /**
   * An entry without attributes.
   *
   * @param line where it begins
   * @param dn its distinguished name
   */
  LdifEntry(long line, String dn) {
    this.line = line;
    this.dn = dn;
  }

  /** The line where it begins, counted from 1. */
  long line() {
    return line;
  }

  /** Its distinguished name. */
  String dn() {
    return dn;
  }

  void add(String attribute, byte[] value) {
    values.computeIfAbsent(attribute, key -> new ArrayList<>(1)).add(value);
  }

  /** The values of an attribute as they are. */
  List<byte[]> bytes(String attribute) {
    return values.getOrDefault(attribute.toLowerCase(Locale.ROOT), List.of());
  }

  /** The values of an attribute that are not blank, as text. */
  List<String> all(String attribute) {
    return bytes(attribute).stream()
        .map(value -> new String(value, StandardCharsets.UTF_8).strip())
        .filter(text -> !text.isEmpty())
        .toList();
  }

  /** The first value of the first of these attributes that has one; null if none has. */
  @Nullable String first(String... attributes) {
    for (String attribute : attributes) {
      for (String text : all(attribute)) {
        return text;
      }
    }
    return null;
  }

  /** Whether it is of any of these classes, which are in lower case. */
  boolean isOf(String... classes) {
    List<String> own = all("objectClass").stream().map(c -> c.toLowerCase(Locale.ROOT)).toList();
    return List.of(classes).stream().anyMatch(own::contains);
  }
}
