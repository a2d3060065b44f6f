package dev.vedette.replay.input;

import dev.vedette.events.DeadLetter;
import dev.vedette.sources.Normalizer;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a stream, whatever is in it, in bounded memory: a line that is too long is skipped
 * to its end. Lines end with LF or CR LF; the last may have no end.
 */
final class LineReader {
  private static final int BUFFER_BYTES = 1 << 16;

  /** The line's bytes (or its first part) and its whole length. */
  record Line(byte[] bytes, long length) {}

  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int from;
  private int to;
  private byte[] line = new byte[512];

  LineReader(InputStream in) {
    this.in = in;
  }

  /** The next line, or null at the end. */
  @Nullable Line next() throws IOException {
    int kept = 0;
    long length = 0;
    boolean ended = false;
    byte last = 0;
    while (!ended) {
      if (from == to) {
        from = 0;
        to = Math.max(0, in.read(buffer));
        if (to == 0) {
          if (length == 0) {
            return null;
          }
          break;
        }
      }
      int end = from;
      while (end < to && buffer[end] != '\n') {
        end++;
      }
      ended = end < to;
      int piece = end - from;
      if (piece > 0) {
        last = buffer[end - 1];
        // One more than is allowed is kept, in case it is the CR of the line's end.
        int wanted = Math.min(piece, Normalizer.MAX_LINE_BYTES + 1 - kept);
        room(kept + wanted);
        System.arraycopy(buffer, from, line, kept, wanted);
        kept += wanted;
        length += piece;
      }
      from = ended ? end + 1 : end;
    }
    if (last == '\r') {
      kept = kept == length ? kept - 1 : kept;
      length--;
    }
    boolean oversized = length > Normalizer.MAX_LINE_BYTES;
    var result = new Line(Arrays.copyOf(line, oversized ? DeadLetter.MAX_RAW_BYTES : kept), length);
    if (oversized) {
      line = new byte[512];
    }
    return result;
  }

  private void room(int bytes) {
    if (bytes > line.length) {
      line =
          Arrays.copyOf(
              line, Math.min(Math.max(bytes, line.length * 2), Normalizer.MAX_LINE_BYTES + 1));
    }
  }
}
