package dev.vedette.replay.input;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.async.ByteArrayFeeder;
import dev.vedette.sources.Normalizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;

/**
 * How a file of a JSON format begins, and so how it is to be read: as lines, or as documents.
 *
 * <p>It is read line by line if its first line is not the begin of an object or list, or is JSON as
 * a whole, or is broken. It is read as documents if its first line is too long to be a line, or
 * opens what goes on in the next. No more is read ahead than tells.
 *
 * @param documents whether it is documents
 * @param all the file from its beginning
 */
record Opening(boolean documents, InputStream all) {
  private static final int MAX_BYTES = 2 * Normalizer.MAX_LINE_BYTES;
  private static final JsonFactory JSON =
      JsonFactory.builder().disable(JsonFactory.Feature.INTERN_FIELD_NAMES).build();

  /** What some bytes are. */
  private enum State {
    WHOLE,
    OPEN,
    BROKEN
  }

  /** What a beginning says. */
  private enum Verdict {
    LINES,
    DOCUMENTS,
    TOO_SHORT
  }

  /** Looks at the beginning of a file. */
  static Opening of(InputStream in) throws IOException {
    byte[] head = new byte[1 << 16];
    int length = 0;
    Verdict verdict = Verdict.TOO_SHORT;
    while (verdict == Verdict.TOO_SHORT) {
      if (length == head.length) {
        head = Arrays.copyOf(head, length * 2);
      }
      int more = in.read(head, length, head.length - length);
      length += Math.max(0, more);
      verdict = verdict(head, length, more < 0 || length >= MAX_BYTES);
    }
    return new Opening(
        verdict == Verdict.DOCUMENTS,
        new SequenceInputStream(new ByteArrayInputStream(head, 0, length), in));
  }

  private static Verdict verdict(byte[] head, int length, boolean isAll) throws IOException {
    int from = text(head, 0, length);
    if (from == length) {
      return isAll ? Verdict.LINES : Verdict.TOO_SHORT;
    }
    if (head[from] != '{' && head[from] != '[') {
      return Verdict.LINES;
    }
    int end = end(head, from, length);
    if (end - from > Normalizer.MAX_LINE_BYTES) {
      return Verdict.DOCUMENTS;
    }
    if (end == length) {
      return isAll ? Verdict.LINES : Verdict.TOO_SHORT;
    }
    if (state(head, from, end) != State.OPEN) {
      return Verdict.LINES;
    }
    int second = text(head, end, length);
    if (second == length && isAll) {
      return Verdict.LINES;
    }
    int secondEnd = end(head, second, length);
    if (secondEnd == length && !isAll) {
      return Verdict.TOO_SHORT;
    }
    // A line that was cut off may stand before lines that were not.
    boolean goesOn =
        state(head, from, secondEnd) != State.BROKEN
            || state(head, second, secondEnd) != State.WHOLE;
    return goesOn ? Verdict.DOCUMENTS : Verdict.LINES;
  }

  /** Where the first text is; a byte order mark is none. */
  private static int text(byte[] head, int from, int length) {
    int at = from;
    if (at == 0 && length >= 3 && head[0] == (byte) 0xEF && head[1] == (byte) 0xBB) {
      at = 3;
    }
    while (at < length && (head[at] == ' ' || (head[at] >= '\t' && head[at] <= '\r'))) {
      at++;
    }
    return at;
  }

  private static int end(byte[] head, int from, int length) {
    int at = from;
    while (at < length && head[at] != '\n') {
      at++;
    }
    return at;
  }

  /** What the first value in some bytes is; a parser that may get more tells what is open. */
  private static State state(byte[] bytes, int from, int to) throws IOException {
    try (JsonParser parser = JSON.createNonBlockingByteArrayParser()) {
      ((ByteArrayFeeder) parser.getNonBlockingInputFeeder()).feedInput(bytes, from, to);
      int depth = 0;
      for (JsonToken token = parser.nextToken();
          token != JsonToken.NOT_AVAILABLE;
          token = parser.nextToken()) {
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        if (depth == 0) {
          return State.WHOLE;
        }
      }
      return State.OPEN;
    } catch (JsonProcessingException e) {
      return State.BROKEN;
    }
  }
}
