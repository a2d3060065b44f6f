package dev.vedette.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vedette.json.Json;
import dev.vedette.rest.live.Updates;
import dev.vedette.rest.live.Updates.CutException;
import dev.vedette.rest.live.Updates.TooManyStreamsException;
import dev.vedette.rest.live.Updates.Update;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** What is published, as Server-Sent Events, for as long as the caller listens. */
final class UpdateRoutes {
  static final String UPDATES = "/v1/tenants/{tenant}/updates";

  private static final Duration HEARTBEAT = Duration.ofSeconds(10);
  private static final int RETRY_MILLIS = 2_000;

  private final Updates updates;
  private final AuditTrail audit;
  private final Route route = Route.get(UPDATES, this::listen);

  UpdateRoutes(Updates updates, AuditTrail audit) {
    this.updates = updates;
    this.audit = audit;
  }

  List<Route> all() {
    return List.of(route);
  }

  private void listen(Context context) {
    String tenant = new Asked(context, Set.of()).tenant();
    String after = context.header("Last-Event-ID");
    try (var stream = updates.open(tenant, after == null || after.isEmpty() ? null : after)) {
      context.res().setContentType("text/event-stream");
      context.res().setCharacterEncoding("utf-8");
      if (!context.method().equals(HandlerType.HEAD)) {
        audit.note(context, route);
        tell(stream, context.res().getOutputStream());
      }
    } catch (IllegalArgumentException e) {
      throw new ProblemException(Problem.badRequest("Last-Event-ID is not the id of an update."));
    } catch (TooManyStreamsException e) {
      throw new ProblemException(Problem.tooManyRequests(e.getMessage() + "."));
    } catch (CutException e) {
      throw new ProblemException(Problem.notReady("STOPPING"));
    } catch (IOException e) {
      return; // the caller has gone, or does not read
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the server stops
    }
  }

  private static void tell(Updates.Stream stream, OutputStream out)
      throws IOException, InterruptedException {
    write(out, "retry: %d\nid: %s\n\n".formatted(RETRY_MILLIS, stream.position()));
    try {
      while (true) {
        Update update = stream.next(HEARTBEAT);
        write(out, update == null ? ":\n\n" : text(update));
      }
    } catch (CutException e) {
      write(out, "event: cut\ndata: %s\n\n".formatted(reason(String.valueOf(e.getMessage()))));
    }
  }

  private static String text(Update update) {
    return switch (update.what()) {
      case Update.Risk(var risk) -> text("risk", update.id(), SubjectAnswers.update(risk));
      case Update.Changed(var incident) ->
          text("incident", update.id(), IncidentAnswers.update(incident));
      case Update.Reset(var reason) -> text("reset", update.id(), reason(reason));
    };
  }

  private static String text(String event, String id, String data) {
    return "event: %s\nid: %s\ndata: %s\n\n".formatted(event, id, data);
  }

  private static String reason(String reason) {
    return Json.text(json -> {
      json.writeStartObject();
      json.writeStringField("reason", reason);
      json.writeEndObject();
    });
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(UTF_8));
    out.flush();
  }
}
