package dev.vedette.rest;

import io.javalin.http.Context;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Room for the bodies of all requests together. It is taken as bodies are read, so that a slow
 * sender holds no more than it has sent.
 */
final class Room {
  /** Room is taken in pieces of this many bytes. */
  static final int PIECE = 64 * 1024;

  /** How long a body may take to come, and the bytes of it that each further second must bring. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final int LEAST_A_SECOND = 16 * 1024;

  private final Semaphore pieces;

  /** Room for so many bytes, and a piece more. */
  Room(int bytes) {
    pieces = new Semaphore(Math.ceilDiv(bytes, PIECE) + 1);
  }

  /** A body; it gives its room back when it is closed. */
  final class Body implements AutoCloseable {
    private int taken;
    private byte[] bytes = new byte[0];

    private Body() {}

    byte[] bytes() {
      return bytes;
    }

    private void read(InputStream in, int limit) throws IOException {
      byte[] body = new byte[0];
      int length = 0;
      long start = System.nanoTime();
      while (true) {
        if (length == body.length) {
          takePiece();
          body = Arrays.copyOf(body, length + PIECE);
        }
        int n = in.read(body, length, body.length - length);
        if (n < 0) {
          bytes = Arrays.copyOf(body, length);
          return;
        }
        length += n;
        long seconds = (System.nanoTime() - start - PATIENCE.toNanos()) / 1_000_000_000;
        if (seconds > length / LEAST_A_SECOND) {
          throw new ProblemException(Problem.tooSlow());
        }
        if (length > limit) {
          throw new ProblemException(
              Problem.tooLarge("The body has more than %d bytes, unpacked.".formatted(limit)));
        }
      }
    }

    private void takePiece() {
      if (!pieces.tryAcquire()) {
        throw new ProblemException(Problem.tooManyRequests());
      }
      taken++;
    }

    @Override
    public void close() {
      pieces.release(taken);
      taken = 0;
    }
  }

  /**
   * Reads a body to its end.
   *
   * @param limit the most bytes, unpacked
   * @throws ProblemException if it is too large, or not what its headers say, or there is no room
   */
  Body read(Context context, int limit) {
    var body = new Body();
    boolean whole = false;
    try (InputStream in = unpacked(context)) {
      body.read(in, limit);
      whole = true;
      return body;
    } catch (ZipException | EOFException e) {
      throw new ProblemException(Problem.badRequest("The body is not what gzip writes."));
    } catch (IOException e) {
      throw new ProblemException(Problem.badRequest("The body ended before its end."));
    } finally {
      if (!whole) {
        body.close();
      }
    }
  }

  /** Reads a body that must be JSON. */
  Body readJson(Context context, int limit) {
    String type = context.header("Content-Type");
    String bare = type == null ? "" : type.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT);
    if (!bare.equals("application/json")) {
      throw new ProblemException(Problem.unsupportedMedia("Send it as application/json."));
    }
    return read(context, limit);
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
}
