package dev.vedette.rest;

import dev.vedette.events.AccessEvent;
import dev.vedette.flows.ingest.RawSources;
import dev.vedette.flows.ingest.RecordReader;
import dev.vedette.flows.ingest.RecordReader.Part;
import dev.vedette.json.Json;
import dev.vedette.sources.Format;
import dev.vedette.sources.Normalized;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Takes posted events: lines in, and an answer when the broker has them.
 *
 * <p>A line is put as it is, and ingest makes of it an event, or a dead letter: nothing that was
 * taken is lost for being wrong. The answer says what ingest will find, and where. Nothing is put
 * of a body with an event of a tenant that is not the caller's.
 */
final class Posts {
  /** Where they are posted. */
  static final String PATH = "/v1/events";

  private static final int MAX_COMPLAINTS = 10;

  /** None of these can a web page of another origin send without asking first. */
  private static final Set<String> TYPES =
      Set.of("application/x-ndjson", "application/json", "application/octet-stream");

  private final Posting posting;
  private final Room room;

  /** What ingest will find in a body. */
  private static final class Findings {
    long events;
    long ignored;
    long dead;
    final List<Complaint> complaints = new ArrayList<>();
  }

  private record Complaint(int line, String reason, String detail) {}

  Posts(Posting posting, Room room) {
    this.posting = posting;
    this.room = room;
  }

  void take(Context context) {
    String format = format(new Asked(context, Set.of("format")).text("format"));
    checkType(context.header("Content-Type"));
    try (var body = new PostedBody(context, room, posting.limits())) {
      Findings found = find(body.lines(), format, Caller.of(context));
      put(body.lines(), format);
      context.contentType("application/json").result(answer(body.lines().size(), found));
    }
  }

  private @Nullable String format(@Nullable String name) {
    if (name == null) {
      return null;
    }
    Format format = posting.formats().format(name);
    if (format == null) {
      throw new ProblemException(Problem.badRequest("There is no format of that name here."));
    }
    if (format.readsHeader()) {
      throw new ProblemException(
          Problem.badRequest("Lines of that format need a header line, which is not kept."));
    }
    return name;
  }

  private static void checkType(@Nullable String type) {
    String bare = type == null ? "" : type.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT);
    if (!TYPES.contains(bare)) {
      throw new ProblemException(
          Problem.unsupportedMedia(
              "Send lines as application/x-ndjson, native ones as application/octet-stream."));
    }
  }

  private Findings find(List<PostedBody.Line> lines, @Nullable String format, Caller caller) {
    Headers headers = new RecordHeaders();
    if (format != null) {
      headers.add(RawSources.FORMAT_HEADER, format.getBytes(StandardCharsets.UTF_8));
    }
    var found = new Findings();
    RecordReader reader = posting.readers().get();
    long now = posting.clock().millis();
    for (PostedBody.Line line : lines) {
      for (Part part : reader.read("", headers, line.bytes(), now).parts()) {
        switch (part.outcome()) {
          case Normalized.Event(AccessEvent event) -> {
            if (!caller.sees(event.tenant())) {
              throw new ProblemException(Problem.foreignLine(line.number()));
            }
            found.events++;
          }
          case Normalized.Ignored ignored -> found.ignored++;
          case Normalized.Dead(String reason, String detail) -> {
            found.dead++;
            if (found.complaints.size() < MAX_COMPLAINTS) {
              found.complaints.add(new Complaint(line.number(), reason, detail));
            }
          }
        }
      }
    }
    return found;
  }

  private void put(List<PostedBody.Line> lines, @Nullable String format) {
    try {
      posting.inbox().put(lines.stream().map(PostedBody.Line::bytes).toList(), format);
    } catch (Inbox.InboxUnavailableException e) {
      throw new ProblemException(Problem.inboxUnavailable());
    }
  }

  private static byte[] answer(int lines, Findings found) {
    return Json.bytes(json -> {
      json.writeStartObject();
      json.writeNumberField("lines", lines);
      json.writeNumberField("events", found.events);
      json.writeNumberField("ignored", found.ignored);
      json.writeNumberField("deadLetters", found.dead);
      json.writeArrayFieldStart("complaints");
      for (Complaint complaint : found.complaints) {
        json.writeStartObject();
        json.writeNumberField("line", complaint.line());
        json.writeStringField("reason", complaint.reason());
        json.writeStringField("detail", complaint.detail());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    });
  }
}
