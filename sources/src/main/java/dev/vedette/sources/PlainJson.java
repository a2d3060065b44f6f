package dev.vedette.sources;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * JSON as machines write it, read from UTF-8 bytes without making anything of what nothing refers
 * to: names are compared as bytes, and strings that are passed over are looked at eight bytes at a
 * time.
 *
 * <p>It accepts nothing that Jackson refuses, and reads nothing otherwise; what it is not sure of
 * ({@link Unsure}: whatever is malformed, deep or rare) is for Jackson to read again. {@code
 * PlainJsonTest} holds one against the other.
 */
final class PlainJson implements JsonInput {
  /** The JSON is not plain. */
  static final class Unsure extends IOException {
    private static final long serialVersionUID = 1L;

    Unsure() {
      super("not plain");
    }

    @Override
    public Throwable fillInStackTrace() {
      return this;
    }
  }

  private static final int MAX_DEPTH = 60;
  private static final int MAX_NAME_BYTES = 1_000;
  private static final int MAX_NUMBER_BYTES = 60;
  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101_0101_0101_0101L;
  private static final long HIGHEST_BITS = ONES << 7;

  private final byte[] json;
  private final int end;
  private int at;
  private int depth;
  private boolean entered;
  private boolean ascii;

  /** Reads what stands in these bytes, which are UTF-8. */
  PlainJson(byte[] json, int from, int end) {
    this.json = json;
    this.at = from;
    this.end = end;
    space();
  }

  private int here() {
    return at < end ? json[at] : -1;
  }

  private int space() {
    while (at < end) {
      byte c = json[at];
      if (c != ' ' && c != '\n' && c != '\r' && c != '\t') {
        return c;
      }
      at++;
    }
    return -1;
  }

  /** Whether there is nothing more. */
  boolean isAtEnd() {
    return space() < 0 && at >= end;
  }

  @Override
  public Kind kind() {
    return switch (here()) {
      case '{' -> Kind.OBJECT;
      case '[' -> Kind.LIST;
      case '"' -> Kind.TEXT;
      case 'n' -> Kind.NULL;
      default -> Kind.PLAIN;
    };
  }

  @Override
  public void enter() throws Unsure {
    if (++depth > MAX_DEPTH) {
      throw new Unsure();
    }
    at++;
    entered = true;
  }

  /** Goes to the next member or item; false behind the end. */
  private boolean next(char close) throws Unsure {
    int c = space();
    boolean first = entered;
    entered = false;
    if (c == close) {
      at++;
      depth--;
      return false;
    }
    if (!first) {
      if (c != ',') {
        throw new Unsure();
      }
      at++;
      space();
    }
    return true;
  }

  @Override
  public @Nullable JsonTree member(JsonTree tree) throws IOException {
    while (next('}')) {
      if (here() != '"') {
        throw new Unsure();
      }
      int from = ++at;
      int hash = 0;
      boolean anyCase = tree.isAnyCase();
      byte c;
      while (at < end && (c = json[at]) != '"') {
        if (c < ' ' || c == '\\') {
          throw new Unsure();
        }
        hash = JsonTree.hash(hash, anyCase ? JsonTree.lower(c) : c);
        at++;
      }
      JsonTree member = tree.member(json, from, at, hash);
      colon(from);
      if (member != null) {
        return member;
      }
      skip();
    }
    return null;
  }

  private void colon(int nameFrom) throws Unsure {
    if (at - nameFrom > MAX_NAME_BYTES) {
      throw new Unsure();
    }
    at++;
    if (space() != ':') {
      throw new Unsure();
    }
    at++;
    space();
  }

  @Override
  public boolean item() throws Unsure {
    return next(']');
  }

  @Override
  public @Nullable String text() throws IOException {
    int from = at;
    return switch (here()) {
      case '"' -> {
        boolean escaped = string();
        yield escaped ? byJackson(from, false) : decoded(from + 1, at - 1);
      }
      case 'n' -> {
        word("null");
        yield null;
      }
      case 't' -> {
        word("true");
        yield "true";
      }
      case 'f' -> {
        word("false");
        yield "false";
      }
      default -> {
        number();
        yield new String(json, from, at - from, StandardCharsets.ISO_8859_1);
      }
    };
  }

  private String decoded(int from, int to) {
    // ASCII is Latin-1 too, which is only copied.
    return new String(
        json, from, to - from, ascii ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
  }

  @Override
  public String structure() throws IOException {
    int from = at;
    skip();
    return byJackson(from, true);
  }

  private String byJackson(int from, boolean structure) throws IOException {
    try (JsonParser parser = JsonTree.JSON.createParser(json, from, at - from)) {
      parser.nextToken();
      return structure ? JacksonInput.structure(parser) : parser.getText();
    }
  }

  @Override
  public void skip() throws IOException {
    switch (here()) {
      case '"' -> string();
      case '{' -> {
        enter();
        while (next('}')) {
          int from = at + 1;
          if (here() != '"' || string() || !ascii) {
            throw new Unsure();
          }
          at--;
          colon(from);
          skip();
        }
      }
      case '[' -> {
        enter();
        while (next(']')) {
          skip();
        }
      }
      case 'n' -> word("null");
      case 't' -> word("true");
      case 'f' -> word("false");
      default -> number();
    }
  }

  private void word(String word) throws Unsure {
    if (at + word.length() > end) {
      throw new Unsure();
    }
    for (int i = 0; i < word.length(); i++) {
      if (json[at + i] != word.charAt(i)) {
        throw new Unsure();
      }
    }
    at += word.length();
    ended();
  }

  private void number() throws Unsure {
    int from = at;
    at += here() == '-' ? 1 : 0;
    if (here() == '0') {
      at++;
    } else {
      digits();
    }
    if (here() == '.') {
      at++;
      digits();
    }
    if (here() == 'e' || here() == 'E') {
      at++;
      at += here() == '+' || here() == '-' ? 1 : 0;
      digits();
    }
    if (at - from > MAX_NUMBER_BYTES) {
      throw new Unsure();
    }
    ended();
  }

  private void digits() throws Unsure {
    int from = at;
    while (at < end && json[at] >= '0' && json[at] <= '9') {
      at++;
    }
    if (at == from) {
      throw new Unsure();
    }
  }

  /** What is neither text nor structure ends where one sees it. */
  private void ended() throws Unsure {
    switch (here()) {
      case ',', '}', ']', ' ', '\n', '\r', '\t' -> {}
      default -> throw new Unsure();
    }
  }

  /** Passes over a string; whether it has escapes, and in {@code ascii} whether it is ASCII. */
  private boolean string() throws Unsure {
    boolean escaped = false;
    ascii = true;
    at++;
    while (true) {
      plainBytes();
      int c = here();
      if (c == '"') {
        at++;
        return escaped;
      }
      if (at >= end || (c >= 0 && c < ' ')) {
        throw new Unsure();
      }
      if (c == '\\') {
        escape();
        escaped = true;
      } else {
        ascii = ascii && c >= 0;
        at++;
      }
    }
  }

  /** Goes on to a quote, a backslash, a control character or one beyond ASCII, or near it. */
  private void plainBytes() {
    while (at + Long.BYTES <= end) {
      long eight = (long) EIGHT_BYTES.get(json, at);
      long quotes = eight ^ '"' * ONES;
      long backslashes = eight ^ '\\' * ONES;
      long stops =
          (((quotes - ONES) & ~quotes)
                  | ((backslashes - ONES) & ~backslashes)
                  | ((eight - ' ' * ONES) & ~eight)
                  | eight)
              & HIGHEST_BITS;
      if (stops != 0) {
        at += Long.numberOfTrailingZeros(stops) >>> 3;
        return;
      }
      at += Long.BYTES;
    }
  }

  private void escape() throws Unsure {
    at++;
    switch (here()) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> at++;
      case 'u' -> {
        at++;
        for (int i = 0; i < 4; i++) {
          if (at >= end || json[at] < 0 || Character.digit(json[at], 16) < 0) {
            throw new Unsure();
          }
          at++;
        }
      }
      default -> throw new Unsure();
    }
  }

  @Override
  public int from() {
    return at;
  }

  @Override
  public int to() {
    return at;
  }
}
