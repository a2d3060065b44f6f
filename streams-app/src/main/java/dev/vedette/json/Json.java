package dev.vedette.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import dev.vedette.events.DeadLetter;
import dev.vedette.events.EventRef;
import dev.vedette.events.SessionActivity;
import dev.vedette.events.Signal;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectKey;
import dev.vedette.events.SubjectType;
import dev.vedette.risk.Alert;
import dev.vedette.risk.Cells;
import dev.vedette.risk.Difference;
import dev.vedette.risk.Incident;
import dev.vedette.risk.RiskUpdate;
import dev.vedette.risk.RiskUpdate.Contribution;
import dev.vedette.risk.RiskUpdate.Energy;
import dev.vedette.risk.RiskUpdate.Part;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The JSON of what Vedette says. The order of members is fixed, so that equal things have equal
 * text. Evidence and log-odds are in nats with six decimals, exact; times are ISO 8601 in UTC.
 */
public final class Json {
  /** Its buffers are not kept by thread: virtual threads live for one answer. */
  private static final JsonFactory FACTORY =
      JsonFactory.builder().recyclerPool(JsonRecyclerPools.newConcurrentDequePool()).build();

  private Json() {}

  /** Writes into a generator. */
  @FunctionalInterface
  public interface Writing {
    /** Writes one value. */
    void to(JsonGenerator json) throws IOException;
  }

  /** One value as UTF-8 without a line end. */
  public static byte[] bytes(Writing writing) {
    var bytes = new ByteArrayOutputStream(1024);
    try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
      writing.to(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** One value as text. */
  public static String text(Writing writing) {
    return new String(bytes(writing), StandardCharsets.UTF_8);
  }

  /**
   * The final version of a signal: only what does not depend on the order in which events came.
   * {@code {tenant, subject{type,id}, session, owner, detector, family, technique,
   * window{start,end}, via, evidence, why, events[{time,id}]}}.
   */
  public static void signal(Signal signal, JsonGenerator json) throws IOException {
    json.writeStartObject();
    signalMembers(signal, json);
    json.writeEndObject();
  }

  /**
   * A version of a signal as it came: the members of {@link #signal}, and behind them {@code
   * viaKey, previous, causedBy, time, received, unscoreable[]}.
   */
  public static void version(Signal signal, JsonGenerator json) throws IOException {
    json.writeStartObject();
    signalMembers(signal, json);
    Subject via = signal.via();
    if (via != null) {
      json.writeStringField("viaKey", SubjectKey.encode(via));
    }
    nats("previous", signal.previousMicros(), json);
    json.writeStringField("causedBy", signal.causedBy());
    time("time", signal.timeMillis(), json);
    time("received", signal.receivedMillis(), json);
    unscoreable(signal.unscoreable(), json);
    json.writeEndObject();
  }

  /**
   * The activity of a session as it came: {@code {tenant, subject, session, owner, device, kind,
   * time, told{type,id}, received, versions}}.
   *
   * @param told its principal, or the device that it is on
   * @param versions how many versions of signals had come
   */
  public static void activity(
      SessionActivity activity,
      Subject told,
      long receivedMillis,
      long versions,
      JsonGenerator json)
      throws IOException {
    json.writeStartObject();
    whose(activity.session(), json);
    json.writeStringField("device", activity.device());
    json.writeStringField("kind", activity.kind().name());
    time("time", activity.atMillis(), json);
    json.writeFieldName("told");
    subject(told, json);
    time("received", receivedMillis, json);
    json.writeNumberField("versions", versions);
    json.writeEndObject();
  }

  /** The members of {@link #signal}. */
  public static void signalMembers(Signal signal, JsonGenerator json) throws IOException {
    whose(signal.subject(), json);
    json.writeStringField("detector", signal.detector());
    json.writeStringField("family", signal.family().wireName());
    json.writeStringField("technique", signal.technique());
    json.writeObjectFieldStart("window");
    time("start", signal.windowStartMillis(), json);
    time("end", signal.windowEndMillis(), json);
    json.writeEndObject();
    Subject via = signal.via();
    if (via != null) {
      json.writeFieldName("via");
      subject(via, json);
    }
    nats("evidence", signal.evidenceMicros(), json);
    json.writeStringField("why", signal.why());
    events(signal.events(), json);
  }

  /** A risk update with its explanation. */
  public static void update(RiskUpdate update, JsonGenerator json) throws IOException {
    json.writeStartObject();
    updateMembers(update, json);
    json.writeEndObject();
  }

  /** An alert: {@code {id, title, incident{…}, update{…}}}; no update if none made this version. */
  public static void alert(Alert alert, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", alert.id());
    json.writeStringField("title", alert.title());
    json.writeFieldName("incident");
    incident(alert.incident(), json);
    RiskUpdate update = alert.update();
    if (update != null) {
      json.writeFieldName("update");
      update(update, json);
    }
    json.writeEndObject();
  }

  /** An incident with its members and timeline. */
  public static void incident(Incident incident, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", incident.id());
    json.writeStringField("tenant", incident.tenant());
    json.writeNumberField("version", incident.version());
    json.writeStringField("status", incident.status().name().toLowerCase(Locale.ROOT));
    json.writeStringField("level", incident.level().name());
    json.writeNumberField("score", incident.score());
    time("opened", incident.openedMillis(), json);
    time("first", incident.firstMillis(), json);
    time("last", incident.lastMillis(), json);
    json.writeArrayFieldStart("techniques");
    for (String technique : incident.techniques()) {
      json.writeString(technique);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("members");
    for (Incident.Member member : incident.members()) {
      json.writeStartObject();
      whose(member.subject(), json);
      json.writeStringField("level", member.level().name());
      json.writeNumberField("score", member.score());
      time("joined", member.joinedMillis(), json);
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("timeline");
    for (Incident.Entry entry : incident.timeline()) {
      json.writeStartObject();
      time("at", entry.atMillis(), json);
      whose(entry.subject(), json);
      json.writeStringField("detector", entry.detector());
      json.writeStringField("technique", entry.technique());
      nats("evidence", entry.evidenceMicros(), json);
      json.writeStringField("why", entry.why());
      events(entry.events(), json);
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeNumberField("repeats", incident.repeats());
    if (!incident.mergedInto().isEmpty()) {
      json.writeStringField("mergedInto", incident.mergedInto());
    }
    json.writeEndObject();
  }

  /** A dead letter; the raw input as text if it is UTF-8, as Base64 otherwise. */
  public static void deadLetter(DeadLetter letter, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("reason", letter.reason());
    json.writeStringField("detail", letter.detail());
    json.writeStringField("origin", letter.origin());
    json.writeStringField("source", letter.source());
    raw(letter.raw(), json);
    json.writeNumberField("rawLength", letter.rawLength());
    json.writeEndObject();
  }

  /** The member {@code raw}, text if it is UTF-8; otherwise {@code rawBase64}. */
  public static void raw(byte[] bytes, JsonGenerator json) throws IOException {
    String raw = utf8(bytes);
    if (raw != null) {
      json.writeStringField("raw", raw);
    } else {
      json.writeStringField("rawBase64", Base64.getEncoder().encodeToString(bytes));
    }
  }

  /**
   * A subject's risk at an instant with its integer cells. Up to {@code at} the text is a function
   * of the evidence alone.
   */
  public static void risk(RiskUpdate risk, Cells cells, JsonGenerator json) throws IOException {
    json.writeStartObject();
    whose(risk.subject(), json);
    json.writeArrayFieldStart("cells");
    for (int i = 0; i < cells.size(); i++) {
      json.writeStartArray();
      json.writeString(cells.family(i).wireName());
      json.writeNumber(cells.hour(i));
      json.writeNumber(cells.micros(i));
      json.writeEndArray();
    }
    json.writeEndArray();
    state(risk, json);
    json.writeEndObject();
  }

  /** What is read of a subject's risk: who, when, how much, why. */
  public static void view(RiskUpdate risk, JsonGenerator json) throws IOException {
    json.writeStartObject();
    whose(risk.subject(), json);
    state(risk, json);
    json.writeEndObject();
  }

  /**
   * What a candidate policy says beside the one in force: {@code {tenant, subject, session, at,
   * differs, active{policyVersion, level, score, logOdds}, candidate{…}, causedBy}}.
   */
  public static void difference(Difference difference, JsonGenerator json) throws IOException {
    json.writeStartObject();
    whose(difference.subject(), json);
    time("at", difference.atMillis(), json);
    json.writeBooleanField("differs", difference.differs());
    side("active", difference.active(), json);
    side("candidate", difference.candidate(), json);
    json.writeStringField("causedBy", difference.causedBy());
    json.writeEndObject();
  }

  private static void side(String name, Difference.Side side, JsonGenerator json)
      throws IOException {
    json.writeObjectFieldStart(name);
    json.writeStringField("policyVersion", side.policyVersion());
    json.writeStringField("level", side.level().name());
    json.writeNumberField("score", side.score());
    nats("logOdds", side.logOddsMicros(), json);
    json.writeEndObject();
  }

  /** {@code {type, id}}, and a session's owner. */
  public static void subject(Subject subject, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("type", subject.type().wireName());
    json.writeStringField("id", subject.id());
    json.writeEndObject();
  }

  /** A number of micro-nats as nats. */
  public static void nats(String name, long micros, JsonGenerator json) throws IOException {
    json.writeNumberField(name, BigDecimal.valueOf(micros, 6));
  }

  /** An instant. */
  public static void time(String name, long millis, JsonGenerator json) throws IOException {
    json.writeStringField(name, Instant.ofEpochMilli(millis).toString());
  }

  private static void updateMembers(RiskUpdate update, JsonGenerator json) throws IOException {
    json.writeStringField("id", update.id());
    whose(update.subject(), json);
    time("at", update.atMillis(), json);
    json.writeNumberField("score", update.score());
    nats("logOdds", update.logOddsMicros(), json);
    json.writeStringField("level", update.level().name());
    json.writeStringField("previousLevel", update.previousLevel().name());
    json.writeStringField("reason", update.reason());
    contributions(update.contributions(), json);
    energies(update.energies(), json);
    if (update.nextDueMillis() != Long.MAX_VALUE) {
      time("nextDue", update.nextDueMillis(), json);
    }
    json.writeStringField("causedBy", update.causedBy());
    json.writeStringField("policyVersion", update.policyVersion());
    if (!update.supersedes().isEmpty()) {
      json.writeStringField("supersedes", update.supersedes());
    }
    unscoreable(update.unscoreable(), json);
  }

  /** The detectors that could judge nothing, if it is known which. */
  private static void unscoreable(@Nullable List<String> detectors, JsonGenerator json)
      throws IOException {
    if (detectors != null) {
      json.writeArrayFieldStart("unscoreable");
      for (String detector : detectors) {
        json.writeString(detector);
      }
      json.writeEndArray();
    }
  }

  private static void state(RiskUpdate risk, JsonGenerator json) throws IOException {
    time("at", risk.atMillis(), json);
    json.writeNumberField("score", risk.score());
    nats("logOdds", risk.logOddsMicros(), json);
    json.writeStringField("level", risk.level().name());
    json.writeStringField("reason", risk.reason());
    contributions(risk.contributions(), json);
    energies(risk.energies(), json);
    if (risk.nextDueMillis() != Long.MAX_VALUE) {
      time("nextDue", risk.nextDueMillis(), json);
    }
    json.writeStringField("policyVersion", risk.policyVersion());
  }

  /** The tenant, the subject, and of a session its owner. */
  public static void whose(Subject subject, JsonGenerator json) throws IOException {
    json.writeStringField("tenant", subject.tenant());
    json.writeFieldName("subject");
    subject(subject, json);
    Subject owner = subject.owner();
    if (subject.type() == SubjectType.SESSION) {
      json.writeStringField("session", subject.id());
    } else {
      json.writeNullField("session");
    }
    if (owner != null) {
      json.writeFieldName("owner");
      subject(owner, json);
    }
  }

  private static void contributions(List<Contribution> contributions, JsonGenerator json)
      throws IOException {
    json.writeArrayFieldStart("contributions");
    for (Contribution contribution : contributions) {
      json.writeStartObject();
      json.writeStringField("name", contribution.name());
      nats("nats", contribution.micros(), json);
      if (!contribution.signals().isEmpty()) {
        json.writeArrayFieldStart("signals");
        for (Part part : contribution.signals()) {
          part(part, json);
        }
        json.writeEndArray();
        nats("rest", contribution.restMicros(), json);
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void part(Part part, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeFieldName("subject");
    subject(part.subject(), json);
    json.writeStringField("detector", part.detector());
    time("window", part.windowStartMillis(), json);
    nats("nats", part.micros(), json);
    nats("evidence", part.evidenceMicros(), json);
    json.writeStringField("why", part.why());
    json.writeStringField("technique", part.technique());
    events(part.events(), json);
    json.writeEndObject();
  }

  private static void energies(List<Energy> energies, JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("energies");
    for (Energy energy : energies) {
      json.writeStartObject();
      json.writeStringField("family", energy.family().wireName());
      json.writeNumberField("nats", energy.nats());
      time("at", energy.atMillis(), json);
      json.writeNumberField("halfLifeSeconds", energy.halfLifeMillis() / 1000);
      json.writeNumberField("capNats", energy.capNats());
      if (!energy.ahead().isEmpty()) {
        json.writeArrayFieldStart("ahead");
        for (var step : energy.ahead()) {
          json.writeStartObject();
          time("at", step.atMillis(), json);
          json.writeNumberField("nats", step.nats());
          json.writeEndObject();
        }
        json.writeEndArray();
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /** The member {@code events[{time, id}]}. */
  public static void events(List<EventRef> events, JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("events");
    for (EventRef event : events) {
      json.writeStartObject();
      time("time", event.timeMillis(), json);
      json.writeStringField("id", event.id());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static @Nullable String utf8(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(bytes))
          .toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }
}
