package dev.vedette.ocsf;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.vedette.events.EventRef;
import dev.vedette.events.Signal;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectType;
import dev.vedette.json.Json;
import dev.vedette.risk.Alert;
import dev.vedette.risk.Incident;
import dev.vedette.risk.Incident.Entry;
import dev.vedette.risk.Incident.Member;
import dev.vedette.risk.Level;
import dev.vedette.risk.RiskUpdate;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * An alert as Detection Finding of OCSF (class 2004), version {@value #VERSION}: one finding for
 * each incident, created, updated and closed under one {@code finding_info.uid}. Times are epoch
 * milliseconds. What OCSF has no word for is in {@code unmapped}.
 */
public final class DetectionFinding {
  /** The version of OCSF whose words are used. */
  public static final String VERSION = "1.4.0";

  private static final int FINDINGS = 2;
  private static final int DETECTION_FINDING = 2004;
  private static final int BEHAVIORAL = 2;

  private DetectionFinding() {}

  /** One JSON object, in UTF-8. */
  public static byte[] of(Alert alert) {
    return Json.bytes(json -> write(alert, json));
  }

  private static void write(Alert alert, JsonGenerator json) throws IOException {
    Incident incident = alert.incident();
    boolean isOpen = incident.status() == Incident.Status.OPEN;
    int activity = !isOpen ? 3 : incident.version() == 1 ? 1 : 2;
    json.writeStartObject();
    json.writeNumberField("category_uid", FINDINGS);
    json.writeStringField("category_name", "Findings");
    json.writeNumberField("class_uid", DETECTION_FINDING);
    json.writeStringField("class_name", "Detection Finding");
    json.writeNumberField("activity_id", activity);
    json.writeStringField(
        "activity_name", activity == 1 ? "Create" : activity == 2 ? "Update" : "Close");
    json.writeNumberField("type_uid", DETECTION_FINDING * 100 + activity);
    json.writeNumberField("time", incident.changedMillis());
    json.writeNumberField("start_time", incident.firstMillis());
    json.writeNumberField("end_time", incident.lastMillis());
    json.writeNumberField("severity_id", incident.level() == Level.CRITICAL ? 5 : 4);
    json.writeStringField("severity", incident.level() == Level.CRITICAL ? "Critical" : "High");
    json.writeNumberField("status_id", isOpen ? incident.version() == 1 ? 1 : 2 : 4);
    json.writeStringField(
        "status", isOpen ? incident.version() == 1 ? "New" : "In Progress" : "Resolved");
    if (!isOpen) {
      json.writeStringField(
          "status_detail",
          incident.mergedInto().isEmpty()
              ? "No evidence came any more, and risk has fallen."
              : "Part of incident " + incident.mergedInto() + ".");
    }
    json.writeStringField("message", alert.title());
    json.writeBooleanField("is_alert", true);
    json.writeNumberField("count", incident.timeline().size());
    json.writeNumberField("risk_score", Math.round(incident.score()));
    json.writeNumberField("risk_level_id", incident.level() == Level.CRITICAL ? 4 : 3);
    json.writeStringField("risk_level", incident.level() == Level.CRITICAL ? "Critical" : "High");
    RiskUpdate update = alert.update();
    if (update != null) {
      json.writeStringField("risk_details", update.reason());
    }
    metadata(alert, json);
    info(alert, json);
    json.writeArrayFieldStart("evidences");
    for (Entry entry : incident.timeline()) {
      evidence(entry, json);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("observables");
    for (Member member : incident.members()) {
      observable(member.subject(), json);
    }
    json.writeEndArray();
    unmapped(incident, json);
    json.writeEndObject();
  }

  private static void metadata(Alert alert, JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("metadata");
    json.writeStringField("version", VERSION);
    json.writeStringField("uid", alert.id());
    json.writeStringField("tenant_uid", alert.incident().tenant());
    json.writeNumberField("sequence", alert.incident().version());
    json.writeObjectFieldStart("product");
    json.writeStringField("name", "Vedette");
    json.writeStringField("vendor_name", "Vedette");
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void info(Alert alert, JsonGenerator json) throws IOException {
    Incident incident = alert.incident();
    json.writeObjectFieldStart("finding_info");
    json.writeStringField("uid", incident.id());
    json.writeStringField("title", alert.title());
    json.writeNumberField("created_time", incident.openedMillis());
    json.writeNumberField("modified_time", incident.changedMillis());
    json.writeNumberField("first_seen_time", incident.firstMillis());
    json.writeNumberField("last_seen_time", incident.lastMillis());
    json.writeObjectFieldStart("analytic");
    json.writeStringField("name", "Vedette risk");
    json.writeNumberField("type_id", BEHAVIORAL);
    json.writeStringField("type", "Behavioral");
    json.writeEndObject();
    json.writeArrayFieldStart("attacks");
    for (String technique : incident.techniques()) {
      attack(technique, json);
    }
    json.writeEndArray();
    Set<String> events = new TreeSet<>(incident.events());
    json.writeNumberField("related_events_count", events.size());
    json.writeArrayFieldStart("related_events");
    for (String event : events) {
      json.writeStartObject();
      json.writeStringField("uid", event);
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void attack(String technique, JsonGenerator json) throws IOException {
    json.writeStartObject();
    int dot = technique.indexOf('.');
    json.writeObjectFieldStart("technique");
    json.writeStringField("uid", dot < 0 ? technique : technique.substring(0, dot));
    json.writeEndObject();
    if (dot >= 0) {
      json.writeObjectFieldStart("sub_technique");
      json.writeStringField("uid", technique);
      json.writeEndObject();
    }
    json.writeArrayFieldStart("tactics");
    for (String tactic : new TreeSet<>(AttackTactics.of(technique))) {
      json.writeStartObject();
      json.writeStringField("name", words(tactic));
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void evidence(Entry entry, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", entry.detector());
    subject(entry.subject(), json);
    json.writeObjectFieldStart("data");
    Json.time("at", entry.atMillis(), json);
    json.writeStringField("why", entry.why());
    json.writeNumberField("evidence_nats", entry.evidenceMicros() / (double) Signal.MICROS);
    json.writeStringField("technique", entry.technique());
    json.writeArrayFieldStart("events");
    for (EventRef event : entry.events()) {
      json.writeString(event.id());
    }
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void subject(Subject subject, JsonGenerator json) throws IOException {
    switch (subject.type()) {
      case USER, SERVICE -> user(subject, json);
      case SESSION -> {
        json.writeObjectFieldStart("actor");
        Subject owner = subject.owner();
        if (owner != null) {
          user(owner, json);
        }
        json.writeObjectFieldStart("session");
        json.writeStringField("uid", subject.id());
        json.writeEndObject();
        json.writeEndObject();
      }
      case DEVICE -> {
        json.writeObjectFieldStart("device");
        json.writeStringField("uid", subject.id());
        json.writeNumberField("type_id", 0);
        json.writeStringField("type", "Unknown");
        json.writeEndObject();
      }
      case IP -> {
        json.writeObjectFieldStart("src_endpoint");
        json.writeStringField("ip", subject.id());
        json.writeEndObject();
      }
      case RESOURCE -> {
        json.writeArrayFieldStart("resources");
        json.writeStartObject();
        json.writeStringField("uid", subject.id());
        json.writeEndObject();
        json.writeEndArray();
      }
    }
  }

  private static void user(Subject subject, JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("user");
    json.writeStringField("uid", subject.id());
    json.writeNumberField("type_id", subject.type() == SubjectType.SERVICE ? 4 : 1);
    json.writeStringField("type", subject.type() == SubjectType.SERVICE ? "Service" : "User");
    json.writeEndObject();
  }

  /** OCSF's types of observables: IP Address 2, User Name 4, Resource UID 10, Other 99. */
  private static void observable(Subject subject, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", subject.type().wireName());
    json.writeStringField("value", subject.id());
    json.writeNumberField(
        "type_id",
        switch (subject.type()) {
          case USER, SERVICE -> 4;
          case IP -> 2;
          case RESOURCE -> 10;
          case SESSION, DEVICE -> 99;
        });
    json.writeStringField(
        "type",
        switch (subject.type()) {
          case USER, SERVICE -> "User Name";
          case IP -> "IP Address";
          case RESOURCE -> "Resource UID";
          case SESSION, DEVICE -> "Other";
        });
    json.writeEndObject();
  }

  private static void unmapped(Incident incident, JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("unmapped");
    json.writeNumberField("repeats", incident.repeats());
    if (!incident.mergedInto().isEmpty()) {
      json.writeStringField("merged_into", incident.mergedInto());
    }
    json.writeArrayFieldStart("members");
    for (Member member : incident.members()) {
      json.writeStartObject();
      Json.whose(member.subject(), json);
      json.writeStringField("level", member.level().name());
      json.writeNumberField("score", member.score());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static String words(String tactic) {
    var text = new StringBuilder();
    for (String word : tactic.split("_", 0)) {
      text.append(text.isEmpty() ? "" : " ");
      text.append(
          word.equals("and")
              ? word
              : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
    }
    return text.toString();
  }
}
