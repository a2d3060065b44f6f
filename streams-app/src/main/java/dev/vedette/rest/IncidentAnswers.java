package dev.vedette.rest;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.vedette.events.EventRef;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectKey;
import dev.vedette.json.Json;
import dev.vedette.rest.IncidentQueries.Incidents;
import dev.vedette.rest.IncidentQueries.OneIncident;
import dev.vedette.risk.Incident;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The JSON of incidents: in a list without their timelines. */
final class IncidentAnswers {
  private static final int MAX_LINKS = 256;

  private IncidentAnswers() {}

  static byte[] list(String tenant, Incidents incidents, @Nullable String next) {
    return Json.bytes(json -> {
      Answers.start(incidents.asOf(), incidents.dataTime(), json);
      incidents.from().write(json);
      json.writeStringField("tenant", tenant);
      json.writeArrayFieldStart("incidents");
      for (Incident incident : incidents.incidents()) {
        json.writeStartObject();
        members(incident, json);
        json.writeEndObject();
      }
      json.writeEndArray();
      SubjectAnswers.next(next, json);
      json.writeEndObject();
    });
  }

  /** An incident as it is told while one listens. */
  static String update(Incident incident) {
    return Json.text(json -> {
      json.writeStartObject();
      members(incident, json);
      json.writeEndObject();
    });
  }

  static byte[] one(OneIncident found) {
    Incident incident = found.incident();
    return Json.bytes(json -> {
      Answers.start(found.asOf(), found.dataTime(), json);
      found.from().write(json);
      json.writeStringField("tenant", incident.tenant());
      json.writeObjectFieldStart("incident");
      members(incident, json);
      json.writeArrayFieldStart("timeline");
      for (Incident.Entry entry : incident.timeline()) {
        entry(entry, json);
      }
      json.writeEndArray();
      links(incident, json);
      json.writeEndObject();
      json.writeEndObject();
    });
  }

  private static void members(Incident incident, JsonGenerator json) throws IOException {
    json.writeStringField("id", incident.id());
    json.writeStringField("title", incident.title());
    json.writeNumberField("version", incident.version());
    json.writeStringField("status", SubjectAnswers.word(incident.status()));
    json.writeStringField("level", incident.level().name());
    json.writeNumberField("score", incident.score());
    Json.time("opened", incident.openedMillis(), json);
    Json.time("first", incident.firstMillis(), json);
    Json.time("last", incident.lastMillis(), json);
    Json.time("changed", incident.changedMillis(), json);
    json.writeArrayFieldStart("techniques");
    for (String technique : incident.techniques()) {
      json.writeString(technique);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("members");
    for (Incident.Member member : incident.members()) {
      json.writeStartObject();
      SubjectAnswers.whose(member.subject(), json);
      json.writeStringField("level", member.level().name());
      json.writeNumberField("score", member.score());
      Json.time("joined", member.joinedMillis(), json);
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeNumberField("seen", incident.timeline().size());
    json.writeNumberField("repeats", incident.repeats());
    if (!incident.mergedInto().isEmpty()) {
      json.writeStringField("mergedInto", incident.mergedInto());
    }
  }

  private static void entry(Incident.Entry entry, JsonGenerator json) throws IOException {
    json.writeStartObject();
    Json.time("at", entry.atMillis(), json);
    SubjectAnswers.whose(entry.subject(), json);
    json.writeStringField("detector", entry.detector());
    json.writeStringField("technique", entry.technique());
    Json.time("window", entry.windowStartMillis(), json);
    Json.nats("evidence", entry.evidenceMicros(), json);
    json.writeStringField("why", entry.why());
    Json.events(entry.events(), json);
    json.writeEndObject();
  }

  /** Two subjects that have an event in common, and how many they have. */
  private record Link(Subject one, Subject other, Set<String> events) {}

  /** What links the subjects: events that are evidence of both; a session is its owner's. */
  private static void links(Incident incident, JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("links");
    for (Link link : links(incident)) {
      json.writeStartObject();
      json.writeFieldName("one");
      Json.subject(link.one(), json);
      json.writeFieldName("other");
      Json.subject(link.other(), json);
      json.writeNumberField("events", link.events().size());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static List<Link> links(Incident incident) {
    Map<String, Set<Subject>> ofEvent = new LinkedHashMap<>();
    for (Incident.Entry entry : incident.timeline()) {
      for (EventRef event : entry.events()) {
        ofEvent
            .computeIfAbsent(event.id(), id -> new LinkedHashSet<>())
            .add(entry.subject().decider());
      }
    }
    Map<String, Link> links = new TreeMap<>();
    ofEvent.forEach((event, subjects) -> {
      List<Subject> all =
          subjects.stream().sorted(Comparator.comparing(SubjectKey::encode)).toList();
      for (int i = 0; i < all.size(); i++) {
        for (int j = i + 1; j < all.size(); j++) {
          Subject one = all.get(i);
          Subject other = all.get(j);
          links
              .computeIfAbsent(
                  SubjectKey.encode(one) + " " + SubjectKey.encode(other),
                  key -> new Link(one, other, new LinkedHashSet<>()))
              .events()
              .add(event);
        }
      }
    });
    var strongest = new ArrayList<>(links.values());
    strongest.sort(Comparator.comparingInt((Link link) -> -link.events().size()));
    return strongest.subList(0, Math.min(MAX_LINKS, strongest.size()));
  }
}
