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
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Who asked about whom: a line of JSON for each request that names a subject or a tenant, whether
 * it was answered or refused. It names people, so that only its owner may read the file.
 */
final class AuditTrail implements AutoCloseable {
  /** Nobody writes anything down. */
  static final AuditTrail NONE = new AuditTrail(null, InstantSource.system());

  private static final String SUBJECTS = "vedette.subjects";

  private final @Nullable OutputStream out;
  private final InstantSource clock;
  private final ReentrantLock writing = new ReentrantLock();

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

  /** Writes a request down; if that fails, the request does. */
  void note(Context context, String operation, int status) {
    if (out == null || !operation.contains("{tenant}")) {
      return;
    }
    byte[] line =
        Json.bytes(json -> {
          json.writeStartObject();
          json.writeStringField("at", clock.instant().toString());
          json.writeStringField("caller", Caller.of(context).name());
          json.writeStringField("from", context.req().getRemoteAddr());
          Mark mark = Forwarding.mark(context);
          if (mark != null) {
            json.writeStringField("via", mark.sender());
          }
          json.writeStringField("method", context.req().getMethod());
          json.writeStringField("operation", operation);
          json.writeStringField("path", context.req().getRequestURI());
          List<Subject> subjects = context.attribute(SUBJECTS);
          if (subjects != null) {
            json.writeArrayFieldStart("subjects");
            for (Subject subject : subjects) {
              json.writeString(SubjectKey.encode(subject));
            }
            json.writeEndArray();
          }
          json.writeNumberField("status", status);
          json.writeStringField("requestId", Trace.of(context).requestId());
          json.writeEndObject();
        });
    writing.lock();
    try {
      out.write(line);
      out.write('\n');
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writing.unlock();
    }
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
