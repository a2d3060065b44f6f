package dev.vedette.risk;

import dev.vedette.events.EventRef;
import dev.vedette.events.Subject;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What belongs together and wants to be looked at once: subjects that rose to HIGH or CRITICAL and
 * are linked, with all that was seen of them, in the order in which it happened. A version replaces
 * the one before.
 *
 * @param id deterministic: the same rise opens the same incident
 * @param tenant the tenant
 * @param version 1 for the one that opened it, one more for each that was told
 * @param status whether it is still being added to
 * @param level the highest level of any member so far
 * @param score the highest score of any member so far, 0 to 100
 * @param openedMillis when the first member rose
 * @param firstMillis event time of the earliest evidence
 * @param lastMillis when evidence last came
 * @param changedMillis when this version was made
 * @param members the subjects, in the order in which they came; at most {@value #MAX_MEMBERS}
 * @param timeline the evidence, in the order of its time; at most {@value #MAX_ENTRIES}, the
 *     weakest goes
 * @param repeats how many updates of members told nothing that was worth a version
 * @param mergedInto the incident that goes on with what this one began; empty if none
 */
public record Incident(
    String id,
    String tenant,
    int version,
    Incident.Status status,
    Level level,
    double score,
    long openedMillis,
    long firstMillis,
    long lastMillis,
    long changedMillis,
    List<Member> members,
    List<Entry> timeline,
    int repeats,
    String mergedInto) {
  /** The most members. */
  public static final int MAX_MEMBERS = 64;

  /** The most entries of the timeline. */
  public static final int MAX_ENTRIES = 256;

  /** Whether it is still being added to. */
  public enum Status {
    /** It is. */
    OPEN,
    /** It is quiet: what comes next is another one. */
    CLOSED,
    /** It turned out to be part of another one. */
    MERGED
  }

  /**
   * A subject of an incident.
   *
   * @param subject who; a session names its owner
   * @param level its level when it was last told
   * @param score its score when it was last told, 0 to 100
   * @param joinedMillis when it rose
   */
  public record Member(Subject subject, Level level, double score, long joinedMillis) {
    static Member of(RiskUpdate update) {
      return new Member(update.subject(), update.level(), update.score(), update.atMillis());
    }
  }

  /**
   * One thing that was seen.
   *
   * @param atMillis event time of its earliest event, otherwise the beginning of its window
   * @param subject whom it is about
   * @param detector the detector's id
   * @param windowStartMillis first instant of the window
   * @param evidenceMicros its evidence, in micro-nats
   * @param why one sentence for a person
   * @param technique ATT&amp;CK technique; empty if none
   * @param events the earliest events that made it
   */
  public record Entry(
      long atMillis,
      Subject subject,
      String detector,
      long windowStartMillis,
      int evidenceMicros,
      String why,
      String technique,
      List<EventRef> events) {
    /** Copies the list. */
    public Entry {
      events = List.copyOf(events);
    }

    boolean isOfTheSignalOf(Entry other) {
      return windowStartMillis == other.windowStartMillis
          && detector.equals(other.detector)
          && subject.equals(other.subject);
    }
  }

  /** Copies the lists. */
  public Incident {
    members = List.copyOf(members);
    timeline = List.copyOf(timeline);
  }

  /** The techniques of the evidence, each once, the earliest first. */
  public List<String> techniques() {
    return Timeline.techniques(timeline);
  }

  /** The ids of the events behind the evidence, each once. */
  public List<String> events() {
    return timeline.stream().flatMap(entry -> ids(entry.events())).distinct().toList();
  }

  /** One line for a person: how bad, who, and the strongest of what was seen. */
  public String title() {
    Member first = members.getFirst();
    Subject owner = first.subject().owner();
    String who = first.subject().type().wireName() + " " + first.subject().id();
    String of = owner == null ? "" : " of " + owner.type().wireName() + " " + owner.id();
    String others = members.size() == 1 ? "" : " and " + (members.size() - 1) + " more";
    String why =
        timeline.stream()
            .max(Comparator.comparingInt(Entry::evidenceMicros))
            .map(Entry::why)
            .orElse("");
    return "%s: %s%s%s. %s".formatted(level, who, of, others, why);
  }

  /** Its last version. */
  Incident ended(Status how, String into, long atMillis) {
    return new Incident(
        id,
        tenant,
        version + 1,
        how,
        level,
        score,
        openedMillis,
        firstMillis,
        lastMillis,
        atMillis,
        members,
        timeline,
        repeats,
        into);
  }

  /** The same version after a member was told of and nothing was worth another. */
  Incident repeated(List<Member> now) {
    return new Incident(
        id,
        tenant,
        version,
        status,
        level,
        score,
        openedMillis,
        firstMillis,
        lastMillis,
        changedMillis,
        now,
        timeline,
        repeats + 1,
        mergedInto);
  }

  static Stream<String> ids(List<EventRef> events) {
    return events.stream().map(EventRef::id);
  }
}
