package dev.vedette.risk;

import dev.vedette.events.EventHash;
import dev.vedette.events.EventRef;
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
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The open incidents of one tenant: takes risk updates in any number and says which incidents want
 * to be told of. A function of the updates in their order.
 *
 * <p>An update of HIGH or CRITICAL that an event caused, with evidence of the last two days (or
 * any, of who rises), belongs to the open incident of its principal (or device, address, resource),
 * or to one that has an event in common with it; to both, and they become one, the older. Otherwise
 * it opens one. A version is told when an incident opens, gains a member other than another session
 * of one, rises, gains a technique, is merged or closes; other updates are counted. It closes when
 * no evidence came for a day and none of its members is HIGH any more, or when none came for a
 * week.
 *
 * <p>At most {@value #MAX_OPEN} are open; of more, the one closes that was quiet for longest.
 * Mutable, for one thread.
 */
public final class IncidentBook {
  /** The most open incidents of a tenant. */
  public static final int MAX_OPEN = 10_000;

  /** An incident closes when there was no evidence for so long, and no member is HIGH any more. */
  public static final long QUIET_MILLIS = 24 * Cells.HOUR_MILLIS;

  /** An incident closes when there was no evidence for so long, whatever its members are. */
  public static final long FORGOTTEN_MILLIS = 7 * QUIET_MILLIS;

  /** Older evidence belongs to an earlier story. */
  public static final long REACH_MILLIS = 48 * Cells.HOUR_MILLIS;

  private final Map<String, Incident> open = new LinkedHashMap<>();
  private final Map<Subject, String> ofSubject = new HashMap<>();
  private final Map<String, String> ofEvent = new HashMap<>();

  /** A book with these incidents open. */
  public IncidentBook(Collection<Incident> incidents) {
    incidents.stream()
        .sorted(Comparator.comparingLong(Incident::openedMillis).thenComparing(Incident::id))
        .forEach(this::keep);
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

  /** Takes an update. */
  public Outcome take(RiskUpdate update) {
    Subject decider = update.subject().decider();
    String known = ofSubject.get(decider);
    List<Entry> fresh = evidence(update);
    boolean isFallOnly = update.causedBy().isEmpty();
    if (update.level().compareTo(Level.HIGH) < 0 || isFallOnly || fresh.isEmpty()) {
      return known == null ? Outcome.NOTHING : unchanged(open(known), update);
    }
    Set<String> ids = new LinkedHashSet<>();
    if (known != null) {
      ids.add(known);
    }
    fresh.forEach(entry ->
        Incident.ids(entry.events())
            .forEach(event -> {
              String id = ofEvent.get(event);
              if (id != null) {
                ids.add(id);
              }
            }));
    List<Incident> found =
        ids.stream()
            .map(this::open)
            .sorted(Comparator.comparingLong(Incident::openedMillis).thenComparing(Incident::id))
            .toList();
    return found.isEmpty() ? opened(update) : added(found, update, fresh);
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

  /** Quiet is who was not seen for a day and is HIGH no more; or was not seen for a week. */
  private static long dueMillis(Incident incident) {
    boolean isHigh =
        incident.members().stream().anyMatch(one -> one.level().compareTo(Level.HIGH) >= 0);
    return incident.lastMillis() + (isHigh ? FORGOTTEN_MILLIS : QUIET_MILLIS);
  }

  private Outcome opened(RiskUpdate update) {
    Incident incident = alone(update);
    var told = new ArrayList<Incident>();
    var gone = new ArrayList<String>();
    if (open.size() >= MAX_OPEN) {
      Incident quietest =
          open.values().stream().min(Comparator.comparingLong(Incident::lastMillis)).orElseThrow();
      told.add(ended(quietest, Status.CLOSED, "", update.atMillis()));
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
      timeline = timeline(timeline, other.timeline());
      level = other.level().compareTo(level) > 0 ? other.level() : level;
      score = Math.max(score, other.score());
      repeats += other.repeats();
      told.add(ended(other, Status.MERGED, into.id(), update.atMillis()));
      gone.add(other.id());
    }
    List<Member> all = with(members, member(update, update.atMillis()));
    List<Entry> seen = timeline(timeline, fresh);
    boolean isNews =
        !gone.isEmpty()
            || deciders(all) > deciders(members)
            || update.level().compareTo(level) > 0
            || techniques(seen) > techniques(timeline);
    var now =
        new Incident(
            into.id(),
            into.tenant(),
            isNews ? into.version() + 1 : into.version(),
            Status.OPEN,
            update.level().compareTo(level) > 0 ? update.level() : level,
            Math.max(score, update.score()),
            into.openedMillis(),
            first(seen),
            Math.max(into.lastMillis(), last(seen, update)),
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
    List<Member> members = with(incident.members(), member(update, update.atMillis()));
    if (members.size() > incident.members().size()) {
      return Outcome.NOTHING; // another session of a principal that is one, and not suspicious
    }
    var now =
        new Incident(
            incident.id(),
            incident.tenant(),
            incident.version(),
            incident.status(),
            incident.level(),
            incident.score(),
            incident.openedMillis(),
            incident.firstMillis(),
            incident.lastMillis(),
            incident.changedMillis(),
            members,
            incident.timeline(),
            incident.repeats() + 1,
            "");
    keep(now);
    return new Outcome(List.of(), List.of(now), List.of());
  }

  private Incident ended(Incident incident, Status status, String into, long atMillis) {
    open.remove(incident.id());
    ofSubject.values().removeIf(incident.id()::equals);
    ofEvent.values().removeIf(incident.id()::equals);
    return new Incident(
        incident.id(),
        incident.tenant(),
        incident.version() + 1,
        status,
        incident.level(),
        incident.score(),
        incident.openedMillis(),
        incident.firstMillis(),
        incident.lastMillis(),
        atMillis,
        incident.members(),
        incident.timeline(),
        incident.repeats(),
        into);
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

  private static Member member(RiskUpdate update, long joinedMillis) {
    return new Member(update.subject(), update.level(), update.score(), joinedMillis);
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

  private static Incident incident(RiskUpdate update, List<Entry> fresh) {
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
        fresh.isEmpty() ? update.atMillis() : first(fresh),
        fresh.isEmpty() ? update.atMillis() : last(fresh, update),
        update.atMillis(),
        List.of(member(update, update.atMillis())),
        timeline(List.of(), fresh),
        0,
        "");
  }

  /** What is recent; of who rises by what is not, all: nobody rises without being told of. */
  private static List<Entry> evidence(RiskUpdate update) {
    List<Entry> fresh = entries(update, update.atMillis() - REACH_MILLIS);
    return fresh.isEmpty() && update.level().compareTo(update.previousLevel()) > 0
        ? entries(update, Long.MIN_VALUE)
        : fresh;
  }

  /** The incident that a rise alone is: all that made it rise, however old. */
  public static Incident alone(RiskUpdate update) {
    return incident(update, entries(update, Long.MIN_VALUE));
  }

  /** The evidence behind an update that is later than an instant. */
  private static List<Entry> entries(RiskUpdate update, long afterMillis) {
    var fresh = new ArrayList<Entry>();
    for (RiskUpdate.Contribution contribution : update.contributions()) {
      for (RiskUpdate.Part part : contribution.signals()) {
        long at =
            part.events().stream()
                .mapToLong(EventRef::timeMillis)
                .min()
                .orElse(part.windowStartMillis());
        if (part.evidenceMicros() > 0 && at > afterMillis) {
          fresh.add(
              new Entry(
                  at,
                  part.subject(),
                  part.detector(),
                  part.windowStartMillis(),
                  part.evidenceMicros(),
                  part.why(),
                  part.technique(),
                  part.events()));
        }
      }
    }
    return fresh;
  }

  private static List<Entry> timeline(List<Entry> before, List<Entry> more) {
    var all = new ArrayList<>(before);
    for (Entry entry : more) {
      all.removeIf(entry::isOfTheSignalOf);
      all.add(entry);
    }
    while (all.size() > Incident.MAX_ENTRIES) {
      all.remove(all.stream().min(Comparator.comparingInt(Entry::evidenceMicros)).orElseThrow());
    }
    all.sort(
        Comparator.comparingLong(Entry::atMillis)
            .thenComparing(Entry::detector)
            .thenComparing(entry -> SubjectKey.encode(entry.subject()))
            .thenComparingLong(Entry::windowStartMillis));
    return all;
  }

  /** A principal and its sessions are one. */
  private static long deciders(List<Member> members) {
    return members.stream().map(one -> one.subject().decider()).distinct().count();
  }

  private static int techniques(List<Entry> timeline) {
    var found = new HashSet<String>();
    timeline.stream().map(Entry::technique).filter(t -> !t.isEmpty()).forEach(found::add);
    return found.size();
  }

  private static long first(List<Entry> timeline) {
    return timeline.stream().mapToLong(Entry::atMillis).min().orElseThrow();
  }

  /** When evidence last came: an update that an event caused brings some that no event may name. */
  private static long last(List<Entry> timeline, RiskUpdate update) {
    long last = update.causedBy().isEmpty() ? Long.MIN_VALUE : update.atMillis();
    for (Entry entry : timeline) {
      for (EventRef event : entry.events()) {
        last = Math.max(last, event.timeMillis());
      }
      last = Math.max(last, entry.atMillis());
    }
    return last;
  }
}
