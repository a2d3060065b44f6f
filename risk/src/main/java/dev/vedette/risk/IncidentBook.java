package dev.vedette.risk;

import dev.vedette.events.EventHash;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectKey;
import dev.vedette.risk.Incident.Entry;
import dev.vedette.risk.Incident.Member;
import dev.vedette.risk.Incident.Status;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The open incidents of one tenant: takes risk updates in any number and says which incidents want
 * to be told of. A function of the updates in their order.
 *
 * <p>An update of HIGH or CRITICAL that an event caused, with evidence of the last two days (or
 * any, of who rises), belongs to the open incident of its principal (or device, address, resource),
 * or to one that has an event in common with it; to both, and they become one, the older. Otherwise
 * it opens one. A version is told when an incident opens, gains a member other than another session
 * of one, rises or one of it does that had fallen, gains a technique, is merged or closes; other
 * updates are counted. It closes when no evidence came for three days and none of its members is
 * HIGH any more, or when none came for a week.
 *
 * <p>At most {@value #MAX_OPEN} are open; of more, the one closes that was quiet for longest.
 * Mutable, for one thread.
 */
public final class IncidentBook {
  /** The most open incidents of a tenant. */
  public static final int MAX_OPEN = 10_000;

  /**
   * An incident closes when there was no evidence for so long, a weekend and a night, and no member
   * is HIGH any more.
   */
  public static final long QUIET_MILLIS = 72 * Cells.HOUR_MILLIS;

  /** An incident closes when there was no evidence for so long, whatever its members are. */
  public static final long FORGOTTEN_MILLIS = 7 * 24 * Cells.HOUR_MILLIS;

  /** Older evidence belongs to an earlier story. */
  public static final long REACH_MILLIS = 48 * Cells.HOUR_MILLIS;

  private static final Comparator<Incident> OLDEST_FIRST =
      Comparator.comparingLong(Incident::openedMillis).thenComparing(Incident::id);

  private final Map<String, Incident> open = new LinkedHashMap<>();
  private final Map<Subject, String> ofSubject = new HashMap<>();
  private final Map<String, String> ofEvent = new HashMap<>();

  /** A book with these incidents open. */
  public IncidentBook(Collection<Incident> incidents) {
    incidents.stream().sorted(OLDEST_FIRST).forEach(this::keep);
  }

  /** The open incidents, in the order in which they opened. */
  public List<Incident> open() {
    return List.copyOf(open.values());
  }

  /**
   * What an update made of the incidents.
   *
   * @param told versions to be published, in this order
   * @param kept open incidents that changed, told or not: to be stored
   * @param gone ids of those that are not open any more
   */
  public record Outcome(List<Incident> told, List<Incident> kept, List<String> gone) {
    static final Outcome NOTHING = new Outcome(List.of(), List.of(), List.of());
  }

  /**
   * Whether an update is of one who is, or was before, HIGH or CRITICAL: others tell it nothing.
   */
  public static boolean concerns(RiskUpdate update) {
    return update.level().compareTo(Level.HIGH) >= 0
        || update.previousLevel().compareTo(Level.HIGH) >= 0;
  }

  /** Takes an update. */
  public Outcome take(RiskUpdate update) {
    String known = ofSubject.get(update.subject().decider());
    List<Entry> evidence = Timeline.behind(update);
    List<Entry> recent = Timeline.after(evidence, update.atMillis() - REACH_MILLIS);
    boolean isRise = update.level().compareTo(update.previousLevel()) > 0;
    // Nobody rises without being told of, by however old evidence.
    List<Entry> fresh = recent.isEmpty() && isRise ? evidence : recent;
    if (update.level().compareTo(Level.HIGH) < 0
        || update.causedBy().isEmpty()
        || fresh.isEmpty()) {
      return known == null ? Outcome.NOTHING : unchanged(open(known), update);
    }
    List<Incident> found = linked(known, fresh);
    return found.isEmpty() ? opened(alone(update)) : added(found, update, fresh);
  }

  /** The open incidents of a subject's evidence, the oldest first. */
  private List<Incident> linked(@Nullable String known, List<Entry> fresh) {
    return Stream.concat(
            Stream.ofNullable(known),
            fresh.stream()
                .flatMap(entry -> Incident.ids(entry.events()))
                .map(ofEvent::get)
                .filter(Objects::nonNull))
        .distinct()
        .map(this::open)
        .sorted(OLDEST_FIRST)
        .toList();
  }

  /** Closes what has been quiet until an instant. */
  public Outcome due(long nowMillis) {
    var closed = new ArrayList<Incident>();
    for (Incident one : open()) {
      if (nowMillis >= dueMillis(one)) {
        closed.add(ended(one, Status.CLOSED, "", nowMillis));
      }
    }
    return closed.isEmpty()
        ? Outcome.NOTHING
        : new Outcome(List.copyOf(closed), List.of(), closed.stream().map(Incident::id).toList());
  }

  /** When {@link #due} next has something to do; Long.MAX_VALUE if never. */
  public long nextDueMillis() {
    return open.values().stream().mapToLong(IncidentBook::dueMillis).min().orElse(Long.MAX_VALUE);
  }

  /** Quiet is who was not seen for three days and is HIGH no more; or was not seen for a week. */
  private static long dueMillis(Incident incident) {
    boolean isHigh =
        incident.members().stream().anyMatch(one -> one.level().compareTo(Level.HIGH) >= 0);
    return incident.lastMillis() + (isHigh ? FORGOTTEN_MILLIS : QUIET_MILLIS);
  }

  private Outcome opened(Incident incident) {
    var told = new ArrayList<Incident>();
    var gone = new ArrayList<String>();
    if (open.size() >= MAX_OPEN) {
      Incident quietest =
          open.values().stream().min(Comparator.comparingLong(Incident::lastMillis)).orElseThrow();
      told.add(ended(quietest, Status.CLOSED, "", incident.openedMillis()));
      gone.add(quietest.id());
    }
    keep(incident);
    told.add(incident);
    return new Outcome(told, List.of(incident), gone);
  }

  private Outcome added(List<Incident> found, RiskUpdate update, List<Entry> fresh) {
    Incident into = found.getFirst();
    List<Member> members = into.members();
    List<Entry> timeline = into.timeline();
    Level level = into.level();
    double score = into.score();
    int repeats = into.repeats();
    var told = new ArrayList<Incident>();
    var gone = new ArrayList<String>();
    for (Incident other : found.subList(1, found.size())) {
      for (Member member : other.members()) {
        members = with(members, member);
      }
      timeline = Timeline.with(timeline, other.timeline());
      level = other.level().compareTo(level) > 0 ? other.level() : level;
      score = Math.max(score, other.score());
      repeats += other.repeats();
      told.add(ended(other, Status.MERGED, into.id(), update.atMillis()));
      gone.add(other.id());
    }
    List<Member> all = with(members, Member.of(update));
    List<Entry> seen = Timeline.with(timeline, fresh);
    boolean isNews =
        !gone.isEmpty()
            || deciders(all) > deciders(members)
            || update.level().compareTo(level) > 0
            || hadFallen(members, update.subject().decider())
            || Timeline.techniques(seen).size() > Timeline.techniques(timeline).size();
    var now =
        new Incident(
            into.id(),
            into.tenant(),
            isNews ? into.version() + 1 : into.version(),
            Status.OPEN,
            update.level().compareTo(level) > 0 ? update.level() : level,
            Math.max(score, update.score()),
            into.openedMillis(),
            Timeline.first(seen, into.firstMillis()),
            Math.max(into.lastMillis(), Timeline.last(seen, update)),
            isNews ? update.atMillis() : into.changedMillis(),
            all,
            seen,
            isNews ? repeats : repeats + 1,
            "");
    keep(now);
    if (isNews) {
      told.add(now);
    }
    return new Outcome(told, List.of(now), gone);
  }

  /** A member that is told of without new evidence, most likely because it falls. */
  private Outcome unchanged(Incident incident, RiskUpdate update) {
    List<Member> members = with(incident.members(), Member.of(update));
    if (members.size() > incident.members().size()) {
      return Outcome.NOTHING; // another session of a principal that is one, and not suspicious
    }
    Incident now = incident.repeated(members);
    keep(now);
    return new Outcome(List.of(), List.of(now), List.of());
  }

  private Incident ended(Incident incident, Status status, String into, long atMillis) {
    open.remove(incident.id());
    ofSubject.values().removeIf(incident.id()::equals);
    ofEvent.values().removeIf(incident.id()::equals);
    return incident.ended(status, into, atMillis);
  }

  private void keep(Incident incident) {
    open.put(incident.id(), incident);
    incident.members().forEach(one -> ofSubject.put(one.subject().decider(), incident.id()));
    incident.events().forEach(event -> ofEvent.put(event, incident.id()));
  }

  private Incident open(String id) {
    Incident incident = open.get(id);
    if (incident == null) {
      throw new IllegalStateException("incident " + id + " is indexed and not open");
    }
    return incident;
  }

  private static List<Member> with(List<Member> members, Member member) {
    var all = new ArrayList<>(members);
    for (int i = 0; i < all.size(); i++) {
      Member one = all.get(i);
      if (one.subject().equals(member.subject())) {
        all.set(i, new Member(one.subject(), member.level(), member.score(), one.joinedMillis()));
        return all;
      }
    }
    if (all.size() < Incident.MAX_MEMBERS) {
      all.add(member);
    }
    return all;
  }

  /** The incident that a rise alone is: all that made it rise, however old. */
  public static Incident alone(RiskUpdate update) {
    List<Entry> evidence = Timeline.behind(update);
    String identity =
        "incident|" + SubjectKey.encode(update.subject().decider()) + "|" + update.id();
    return new Incident(
        EventHash.of(identity.getBytes(StandardCharsets.UTF_8)).hex(),
        update.subject().tenant(),
        1,
        Status.OPEN,
        update.level(),
        update.score(),
        update.atMillis(),
        Timeline.first(evidence, update.atMillis()),
        evidence.isEmpty() ? update.atMillis() : Timeline.last(evidence, update),
        update.atMillis(),
        List.of(Member.of(update)),
        Timeline.with(List.of(), evidence),
        0,
        "");
  }

  /** Whether neither a principal that is a member nor a session of it was HIGH any more. */
  private static boolean hadFallen(List<Member> members, Subject decider) {
    return members.stream()
        .filter(one -> one.subject().decider().equals(decider))
        .allMatch(one -> one.level().compareTo(Level.HIGH) < 0);
  }

  /** A principal and its sessions are one. */
  private static long deciders(List<Member> members) {
    return members.stream().map(one -> one.subject().decider()).distinct().count();
  }
}
