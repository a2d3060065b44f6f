package dev.vedette.rest;

import io.javalin.http.Context;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a request's body. Room for them is taken from what all requests share as they are
 * read, and given back when the body is closed.
 */
final class PostedBody implements AutoCloseable {
  /** Room is taken in pieces of this many bytes, one permit each. */
  static final int PIECE = 64 * 1024;

  private final Semaphore room;
  private final List<Line> lines = new ArrayList<>();
  private int taken;

  /**
   * A line that is not blank.
   *
   * @param number counted from 1, blank lines too
   * @param bytes without the line's end
   */
  record Line(int number, byte[] bytes) {}

  /**
   * Reads a body to its end.
   *
   * @param room a permit for each {@value #PIECE} bytes
   * @throws ProblemException if it is too large, or not what its headers say, or there is no room
   */
  PostedBody(Context context, Semaphore room, Posting.Limits limits) {
    this.room = room;
    boolean whole = false;
    try {
      split(read(context, limits.bodyBytes()), limits.lineBytes());
      whole = true;
    } finally {
      if (!whole) {
        close();
      }
    }
  }

  List<Line> lines() {
    return lines;
  }

  private byte[] read(Context context, int limit) {
    try (InputStream in = unpacked(context)) {
      byte[] body = new byte[0];
      int length = 0;
      while (true) {
        if (length == body.length) {
          takeRoom();
          body = Arrays.copyOf(body, length + PIECE);
        }
        int n = in.read(body, length, body.length - length);
        if (n < 0) {
          return Arrays.copyOf(body, length);
        }
        length += n;
        if (length > limit) {
          throw new ProblemException(
              Problem.tooLarge("The body has more than %d bytes, unpacked.".formatted(limit)));
        }
      }
    } catch (ZipException | EOFException e) {
      throw new ProblemException(Problem.badRequest("The body is not what gzip writes."));
    } catch (IOException e) {
      throw new ProblemException(Problem.badRequest("The body ended before its end."));
    }
  }

  private void takeRoom() {
    if (!room.tryAcquire()) {
      throw new ProblemException(Problem.tooManyRequests());
    }
    taken++;
  }

  private static InputStream unpacked(Context context) throws IOException {
    @Nullable String encoding = context.header("Content-Encoding");
    InputStream in = context.req().getInputStream();
    if (encoding == null || encoding.equalsIgnoreCase("identity")) {
      return in;
    }
    if (encoding.toLowerCase(Locale.ROOT).equals("gzip")) {
      return new GZIPInputStream(in, 1 << 13);
    }
    throw new ProblemException(
        Problem.unsupportedMedia("The content encoding is gzip, or there is none."));
  }

  private void split(byte[] body, int limit) {
    int number = 0;
    for (int from = 0; from < body.length; ) {
      number++;
      int end = from;
      while (end < body.length && body[end] != '\n') {
        end++;
      }
      int to = end > from && body[end - 1] == '\r' ? end - 1 : end;
      if (to - from > limit) {
        throw new ProblemException(
            Problem.tooLarge(
                "Line %d has %d bytes, at most %d are taken; nothing was."
                    .formatted(number, to - from, limit)));
      }
      if (!isBlank(body, from, to)) {
        lines.add(new Line(number, Arrays.copyOfRange(body, from, to)));
      }
      from = end + 1;
    }
  }

  private static boolean isBlank(byte[] body, int from, int to) {
    for (int i = from; i < to; i++) {
      if (body[i] != ' ' && body[i] != '\t') {
        return false;
      }
    }
    return true;
  }

  @Override
  public void close() {
    room.release(taken);
    taken = 0;
  }
}
