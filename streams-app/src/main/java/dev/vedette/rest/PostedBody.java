package dev.vedette.rest;

import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The lines of a request's body. They hold room until the body is closed. */
final class PostedBody implements AutoCloseable {
  private final Room.Body body;
  private final List<Line> lines = new ArrayList<>();

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
   * @throws ProblemException if it is too large, or not what its headers say, or there is no room
   */
  PostedBody(Context context, Room room, Posting.Limits limits) {
    body = room.read(context, limits.bodyBytes());
    boolean whole = false;
    try {
      split(body.bytes(), limits.lineBytes());
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

  private void split(byte[] bytes, int limit) {
    int number = 0;
    for (int from = 0; from < bytes.length; ) {
      number++;
      int end = from;
      while (end < bytes.length && bytes[end] != '\n') {
        end++;
      }
      int to = end > from && bytes[end - 1] == '\r' ? end - 1 : end;
      if (to - from > limit) {
        throw new ProblemException(
            Problem.tooLarge(
                "Line %d has %d bytes, at most %d are taken; nothing was."
                    .formatted(number, to - from, limit)));
      }
      if (!isBlank(bytes, from, to)) {
        lines.add(new Line(number, Arrays.copyOfRange(bytes, from, to)));
      }
      from = end + 1;
    }
  }

  private static boolean isBlank(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] != ' ' && bytes[i] != '\t') {
        return false;
      }
    }
    return true;
  }

  @Override
  public void close() {
    body.close();
  }
}
