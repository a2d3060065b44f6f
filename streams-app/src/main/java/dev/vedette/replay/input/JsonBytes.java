package dev.vedette.replay.input;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vedette.events.DeadLetter;
import dev.vedette.sources.Normalizer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * The bytes of JSON in a stream, passed over value by value, of which the last piece is kept.
 * Strings and brackets are looked at, and nothing else: what stands between them is for whoever
 * reads the piece.
 */
final class JsonBytes {
  /** So deep nobody nests; what is deeper than the format reads is refused when it is read. */
  private static final int MAX_DEPTH = 100_000;

  private static final int MAX_NAME_BYTES = 256;

  /** The JSON breaks off or is not well-formed, so that nothing behind is known for what it is. */
  static final class BrokenException extends Exception {
    private static final long serialVersionUID = 1L;

    BrokenException(String message) {
      super(message);
    }
  }

  private final InputStream in;
  private final byte[] buffer = new byte[1 << 16];
  private int at;
  private int end;
  private long before;
  private long line = 1;

  private byte[] kept = new byte[1024];
  private int keptBytes;
  private int keptFrom;
  private long pieceFrom;

  /** The brackets that are open: true for one of an object. */
  private boolean[] open = new boolean[64];

  private int depth;

  JsonBytes(InputStream in) {
    this.in = in;
  }

  /** How many bytes lie behind. */
  long offset() {
    return before + at;
  }

  /** The line that it is in, counted from 1. */
  long line() {
    return line;
  }

  /** How many brackets are open. */
  int depth() {
    return depth;
  }

  /** The next byte, which is not taken; -1 at the end. */
  int peek() throws IOException {
    return at < end || fill() ? buffer[at] & 0xFF : -1;
  }

  private boolean fill() throws IOException {
    keep();
    before += end;
    at = 0;
    end = 0;
    keptFrom = 0;
    end = Math.max(0, in.read(buffer));
    return end > 0;
  }

  /** Takes the next byte. */
  void take() {
    line += buffer[at] == '\n' ? 1 : 0;
    at++;
  }

  /** Passes over white space; what follows it, which is not taken, or -1. */
  int peekBeyondSpace() throws IOException {
    int c = peek();
    while (c == ' ' || c == '\n' || c == '\r' || c == '\t') {
      take();
      c = peek();
    }
    return c;
  }

  /** The next byte is the first of a piece. */
  void beginPiece() {
    keptBytes = 0;
    keptFrom = at;
    pieceFrom = offset();
  }

  private void keep() {
    // One more than may be read tells that a piece is too long.
    int wanted = Math.min(at - keptFrom, Normalizer.MAX_LINE_BYTES + 1 - keptBytes);
    if (keptBytes + wanted > kept.length) {
      kept = Arrays.copyOf(kept, Math.max(keptBytes + wanted, kept.length * 2));
    }
    System.arraycopy(buffer, keptFrom, kept, keptBytes, wanted);
    keptBytes += wanted;
    keptFrom = at;
  }

  /** How many bytes the piece has so far. */
  long pieceLength() {
    return offset() - pieceFrom;
  }

  /** The piece so far, or the first 16 KiB if it is longer than is read. */
  byte[] piece() {
    keep();
    byte[] piece =
        Arrays.copyOf(
            kept, pieceLength() > Normalizer.MAX_LINE_BYTES ? DeadLetter.MAX_RAW_BYTES : keptBytes);
    if (kept.length > 1 << 18) {
      kept = new byte[1024];
      keptBytes = 0;
      keptFrom = at;
    }
    return piece;
  }

  /** The first bytes of the piece, at most that many. */
  byte[] excerpt(int most) {
    keep();
    return Arrays.copyOf(kept, Math.min(keptBytes, most));
  }

  /** Takes an opening bracket. */
  void open(boolean object) throws BrokenException {
    if (depth == MAX_DEPTH) {
      throw new BrokenException("more than %,d brackets are open".formatted(MAX_DEPTH));
    }
    if (depth == open.length) {
      open = Arrays.copyOf(open, depth * 2);
    }
    open[depth++] = object;
    take();
  }

  /** Takes a closing bracket. */
  void close(boolean object) throws BrokenException {
    if (depth == 0 || open[depth - 1] != object) {
      throw new BrokenException("a %s closes what is none".formatted(object ? "}" : "]"));
    }
    depth--;
    take();
  }

  /** Forgets which brackets are open. */
  void forgetBrackets() {
    depth = 0;
  }

  /** Passes over a value, at whose begin it is. */
  void value() throws IOException, BrokenException {
    int first = peek();
    if (first == '{' || first == '[') {
      int around = depth;
      open(first == '{');
      closeTo(around);
    } else if (first == '"') {
      string();
    } else if (first < 0) {
      throw ended();
    } else if (isEnd(first)) {
      throw new BrokenException("a value is missing");
    } else {
      for (int c = first; !isEnd(c); c = peek()) {
        take();
      }
    }
  }

  private static boolean isEnd(int c) {
    return c <= ' ' || c == ',' || c == ']' || c == '}' || c == ':' || c == '"' || c == '{'
        || c == '[';
  }

  /** Passes over what follows until only that many brackets are open. */
  void closeTo(int around) throws IOException, BrokenException {
    while (depth > around) {
      int c = peek();
      switch (c) {
        case -1 -> throw ended();
        case '"' -> string();
        case '{', '[' -> open(c == '{');
        case '}', ']' -> close(c == '}');
        default -> take();
      }
    }
  }

  /** Takes a name and the colon behind it; of a long one only the begin is told. */
  String name() throws IOException, BrokenException {
    int c = peekBeyondSpace();
    if (c != '"') {
      throw c < 0 ? ended() : new BrokenException("the name of a field is missing");
    }
    var name = new ByteArrayOutputStream();
    take();
    for (c = inString(); c != '"'; c = inString()) {
      at++;
      if (name.size() < MAX_NAME_BYTES) {
        name.write(c);
      }
      if (c == '\\' && inString() >= 0) {
        name.write(peek());
        at++;
      }
    }
    take();
    if (peekBeyondSpace() != ':') {
      throw peek() < 0 ? ended() : new BrokenException("a colon is missing");
    }
    take();
    return name.toString(UTF_8);
  }

  /** Passes over a string, at whose quote it is. */
  void string() throws IOException, BrokenException {
    take();
    for (int c = inString(); c != '"'; c = inString()) {
      at++;
      if (c == '\\' && inString() >= 0) {
        at++;
      }
    }
    take();
  }

  /** The next byte, which is not taken, of a string. */
  private int inString() throws IOException, BrokenException {
    int c = peek();
    if (c < 0) {
      throw ended();
    }
    if (c == '\n') {
      // What seems to follow may be inside or outside.
      throw new BrokenException("the line ends inside a text");
    }
    return c;
  }

  static BrokenException ended() {
    return new BrokenException("the input ends before it is closed");
  }

  /** Goes to the end of the line, or of the input. */
  void skip(boolean lineOnly) throws IOException {
    for (int c = peek(); c >= 0 && !(lineOnly && c == '\n'); c = peek()) {
      take();
    }
  }
}
