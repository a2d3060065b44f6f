package dev.vedette.rest;

import dev.vedette.events.Subject;
import dev.vedette.events.SubjectKey;
import dev.vedette.json.Json;
import dev.vedette.rest.cluster.Mark;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Who asked about whom: a line of JSON for each request that names a tenant, posts events, or is
 * about dead letters, whether it was answered, refused or failed. It names people, so that only its
 * owner may read the file. Of requests that were not let in only so many are written, so that
 * nobody fills the disk by knocking; the next line counts the others.
 */
final class AuditTrail implements AutoCloseable {
  /** Nobody writes anything down. */
  static final AuditTrail NONE = new AuditTrail(null, InstantSource.system());

  /** Lines in a second of requests that were not let in. */
  static final int MAX_KNOCKS = 10;

  private static final String SUBJECTS = "vedette.subjects";
  private static final String NOTED = "vedette.noted";

  private final @Nullable OutputStream out;
  private final InstantSource clock;
  private final ReentrantLock writing = new ReentrantLock();
  private long second;
  private int knocks;
  private long unwritten;

  private AuditTrail(@Nullable OutputStream out, InstantSource clock) {
    this.out = out;
    this.clock = clock;
  }

  /**
   * Goes on in a file, or begins one.
   *
   * @throws IllegalArgumentException if it cannot be written
   */
  static AuditTrail to(Path file, InstantSource clock) {
    try {
      try {
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      } catch (FileAlreadyExistsException e) {
        // its owner has said who may read it
      }
      return new AuditTrail(Files.newOutputStream(file, StandardOpenOption.APPEND), clock);
    } catch (IOException | UnsupportedOperationException e) {
      throw new IllegalArgumentException("the audit file %s cannot be written".formatted(file), e);
    }
  }

  /** Notes whom the body of a request names. */
  static void names(Context context, List<Subject> subjects) {
    context.attribute(SUBJECTS, subjects);
  }

  /**
   * Writes a request down with the status that it has by now, if it was not yet; if that fails, the
   * request does.
   */
  void note(Context context, Route route) {
    if (out == null || !route.isNoted() || context.attribute(NOTED) != null) {
      return;
    }
    context.attribute(NOTED, true);
    writing.lock();
    try {
      Instant now = clock.instant();
      if (Caller.of(context).equals(Caller.ANYBODY) && !isRoomForKnock(now)) {
        unwritten++;
        return;
      }
      out.write(line(context, route, now));
      out.write('\n');
      out.flush();
      unwritten = 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writing.unlock();
    }
  }

  private boolean isRoomForKnock(Instant now) {
    if (now.getEpochSecond() != second) {
      second = now.getEpochSecond();
      knocks = 0;
    }
    return knocks++ < MAX_KNOCKS;
  }

  private byte[] line(Context context, Route route, Instant now) {
    return Json.bytes(json -> {
      json.writeStartObject();
      json.writeStringField("at", now.toString());
      json.writeStringField("caller", Caller.of(context).name());
      json.writeStringField("from", context.req().getRemoteAddr());
      Mark mark = Forwarding.mark(context);
      if (mark != null) {
        json.writeStringField("via", mark.sender());
      }
      json.writeStringField("method", context.req().getMethod());
      json.writeStringField("operation", route.path());
      json.writeStringField("path", context.req().getRequestURI());
      String query = context.req().getQueryString();
      if (query != null) {
        json.writeStringField("query", query);
      }
      List<Subject> subjects = context.attribute(SUBJECTS);
      if (subjects != null) {
        json.writeArrayFieldStart("subjects");
        for (Subject subject : subjects) {
          json.writeString(SubjectKey.encode(subject));
        }
        json.writeEndArray();
      }
      json.writeNumberField("status", context.statusCode());
      json.writeStringField("requestId", Trace.of(context).requestId());
      if (unwritten > 0) {
        json.writeNumberField("unwritten", unwritten);
      }
      json.writeEndObject();
    });
  }

  @Override
  public void close() {
    if (out != null) {
      try {
        out.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
