package dev.vedette.sources.facts;

import static dev.vedette.sources.facts.FactFile.wrong;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the entries of an LDIF file (RFC 2849): content records, with folded lines, base64 and
 * comments. Changes are refused, but for {@code changetype: add}, which {@code ldifde} writes into
 * every export. What {@code ldapsearch} prints beside the entries (references, the result of the
 * search) is passed over; a search that did not end well is refused, as entries are missing then.
 *
 * <p>Our own reader because the format is a page, while the library of the field is 5 MB.
 */
final class LdifFile {
  /** The longest line, unfolded: photographs and certificates are in such files too. */
  private static final int MAX_LINE_CHARS = 16 << 20;

  private final String file;
  private final BufferedReader text;
  private final Set<String> wanted;

  /** The line that was read last, which is not yet part of anything; null at the end. */
  private @Nullable String ahead;

  private long lines;

  /** Where the unfolded line begins that was read last. */
  private long line;

  private int entries;

  /**
   * A reader.
   *
   * @param file for messages
   * @param wanted the attributes that are read, in lower case; others are passed over
   */
  LdifFile(String file, BufferedReader text, Set<String> wanted) throws IOException {
    this.file = file;
    this.text = text;
    this.wanted = Set.copyOf(wanted);
    this.ahead = physical();
    if (ahead != null && ahead.startsWith("\uFEFF")) {
      ahead = ahead.substring(1);
    }
  }

  /** An attribute and its value, as one line says. */
  private record Pair(String name, byte[] value, boolean isReference) {
    String text() {
      return new String(value, UTF_8).strip();
    }
  }

  /**
   * The next entry; null at the end.
   *
   * @throws IllegalArgumentException naming file and line if something is wrong
   */
  @Nullable LdifEntry next() throws IOException {
    while (true) {
      String first = logical();
      while (first != null && first.isBlank()) {
        first = logical();
      }
      if (first == null) {
        return null;
      }
      long begin = line;
      Pair pair = pair(first);
      switch (pair.name()) {
        case "version" -> version(pair);
        case "search", "ref", "result" -> passOver(pair);
        case "dn" -> {
          if (++entries > FactFile.MAX_ROWS) {
            throw wrong(file, begin, "at most %d entries".formatted(FactFile.MAX_ROWS));
          }
          return entry(begin, pair.text());
        }
        default -> throw wrong(file, begin, "an entry begins with dn:, not with", pair.name());
      }
    }
  }

  private void version(Pair pair) {
    if (entries > 0 || !pair.text().equals("1")) {
      throw wrong(file, line, "not version 1 of LDIF, said at its beginning", pair.text());
    }
  }

  /** What stands in the output of a search and is no entry. */
  private void passOver(Pair first) throws IOException {
    Pair pair = first;
    while (true) {
      if (pair.name().equals("result") && !pair.text().startsWith("0")) {
        throw wrong(file, line, "the search did not end well, so entries are missing", pair.text());
      }
      String next = logical();
      if (next == null || next.isBlank()) {
        return;
      }
      pair = pair(next);
    }
  }

  private LdifEntry entry(long begin, String dn) throws IOException {
    var entry = new LdifEntry(begin, dn);
    for (String next = logical(); next != null && !next.isBlank(); next = logical()) {
      Pair pair = pair(next);
      if (pair.name().equals("changetype") && !pair.text().equalsIgnoreCase("add")) {
        throw wrong(file, line, "a change, where entries are wanted: changetype", pair.text());
      }
      if (pair.name().equals("control")) {
        throw wrong(file, line, "a change, where entries are wanted: a control");
      }
      if (wanted.contains(pair.name())) {
        if (pair.isReference()) {
          throw wrong(file, line, "a value in another file is not read", pair.name());
        }
        entry.add(pair.name(), pair.value());
      }
    }
    return entry;
  }

  private Pair pair(String unfolded) {
    int colon = unfolded.indexOf(':');
    if (colon < 1) {
      throw wrong(file, line, "\"attribute: value\" is wanted", unfolded);
    }
    String description = unfolded.substring(0, colon);
    int option = description.indexOf(';');
    String name =
        (option < 0 ? description : description.substring(0, option)).toLowerCase(Locale.ROOT);
    char kind = colon + 1 < unfolded.length() ? unfolded.charAt(colon + 1) : ' ';
    if (kind == '<') {
      return new Pair(name, new byte[0], true);
    }
    if (kind != ':') {
      return new Pair(name, unfolded.substring(colon + 1).strip().getBytes(UTF_8), false);
    }
    try {
      return new Pair(
          name, Base64.getDecoder().decode(unfolded.substring(colon + 2).strip()), false);
    } catch (IllegalArgumentException e) {
      throw wrong(file, line, "not base64: the value of", name);
    }
  }

  /** The next line with what was folded off it; comments are passed over; null at the end. */
  private @Nullable String logical() throws IOException {
    while (true) {
      String first = ahead;
      if (first == null) {
        return null;
      }
      line = lines;
      var whole = new StringBuilder(first);
      ahead = physical();
      while (ahead != null && ahead.startsWith(" ") && !first.isEmpty()) {
        if (whole.length() + ahead.length() > MAX_LINE_CHARS) {
          throw wrong(file, line, "a line has more than %d characters".formatted(MAX_LINE_CHARS));
        }
        whole.append(ahead, 1, ahead.length());
        ahead = physical();
      }
      if (!first.startsWith("#")) {
        return whole.toString();
      }
    }
  }

  private @Nullable String physical() throws IOException {
    lines++;
    int c = text.read();
    if (c < 0) {
      return null;
    }
    var read = new StringBuilder(80);
    for (; c >= 0 && c != '\n'; c = text.read()) {
      if (read.length() == MAX_LINE_CHARS) {
        throw wrong(file, lines, "a line has more than %d characters".formatted(MAX_LINE_CHARS));
      }
      read.append((char) c);
    }
    if (!read.isEmpty() && read.charAt(read.length() - 1) == '\r') {
      read.setLength(read.length() - 1);
    }
    return read.toString();
  }
}
