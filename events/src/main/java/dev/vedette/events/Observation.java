package dev.vedette.events;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one event means for one subject. Everything a detector may look at is here, stamped at
 * ingest: behaviour is a function of observations alone.
 *
 * @param subject whom it is about
 * @param principal who acted, canonical; null if nobody is named
 * @param primary whether this is the subject at which the event is counted, one for each event
 * @param hash identity of the event's id and content
 * @param eventId the event's id, for explanations
 * @param timeMillis event time
 * @param receivedMillis when the pipeline first had the event: its log's own stamp
 * @param category the event's category
 * @param action the event's action
 * @param outcome the event's outcome
 * @param session the session's id
 * @param ip the source address, canonical text
 * @param country the source's country
 * @param asn the source's autonomous system, 0 if unknown
 * @param resource the resource's id
 * @param target the target's id
 * @param bytes bytes moved, in and out together
 * @param rarity how rare the action is in the tenant ({@link Rarity})
 * @param stamp what was known of the subject and of where it came from ({@link Stamp})
 * @param detail the finer circumstances ({@link Detail})
 */
public record Observation(
    Subject subject,
    @Nullable Subject principal,
    boolean primary,
    EventHash hash,
    String eventId,
    long timeMillis,
    long receivedMillis,
    Category category,
    String action,
    Outcome outcome,
    @Nullable String session,
    @Nullable String ip,
    @Nullable String country,
    long asn,
    @Nullable String resource,
    @Nullable String target,
    long bytes,
    Rarity rarity,
    Stamp stamp,
    Detail detail) {

  /** A sign-in, whatever its outcome; to sign out proves nothing about who knows a password. */
  public boolean isSignIn() {
    return category == Category.AUTHENTICATION && detail.kind() != ActionKind.SIGN_OUT;
  }

  /** Whether what was tried failed. */
  public boolean failed() {
    return outcome == Outcome.FAILURE;
  }

  /**
   * One observation for each subject of an event: principal, session, device, source address,
   * resource. The first is primary.
   *
   * @param detail the event's circumstances, as {@link Detail#of} makes them
   * @param stamps what was known of each subject
   * @return empty if the event names no subject at all
   */
  public static List<Observation> of(
      AccessEvent event,
      EventHash hash,
      long receivedMillis,
      Rarity rarity,
      Detail detail,
      Stamp.Stamps stamps) {
    var subjects = new ArrayList<Subject>(5);
    Subject principal = null;
    AccessEvent.Principal who = event.principal();
    if (who != null) {
      principal = Subject.of(event.tenant(), who.type(), who.id());
      subjects.add(principal);
    }
    String session = event.session();
    if (session != null && !session.isEmpty()) {
      subjects.add(new Subject(event.tenant(), SubjectType.SESSION, session, principal));
    }
    AccessEvent.Device device = event.device();
    if (device != null) {
      subjects.add(Subject.of(event.tenant(), SubjectType.DEVICE, device.id()));
    }
    AccessEvent.Endpoint source = event.source();
    String ip = source == null ? null : source.ip();
    if (ip != null) {
      subjects.add(Subject.of(event.tenant(), SubjectType.IP, ip));
    }
    AccessEvent.Resource resource = event.resource();
    if (resource != null) {
      subjects.add(Subject.of(event.tenant(), SubjectType.RESOURCE, resource.id()));
    }
    AccessEvent.Target target = event.target();
    var observations = new ArrayList<Observation>(subjects.size());
    for (Subject subject : subjects) {
      observations.add(
          new Observation(
              subject,
              principal,
              observations.isEmpty(),
              hash,
              event.id(),
              event.timeMillis(),
              receivedMillis,
              event.category(),
              event.action(),
              event.outcome(),
              session,
              ip,
              source == null ? null : source.country(),
              source == null ? 0 : source.asn(),
              resource == null ? null : resource.id(),
              target == null ? null : target.id(),
              Math.addExact(event.bytesIn(), event.bytesOut()),
              rarity,
              stamps.of(subject.type()),
              detail.observedBy(subject.type(), event.category())));
    }
    return observations;
  }
}
