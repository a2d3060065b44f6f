package dev.vedette.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The demonstration: a company with a history, found at work on a Tuesday at 10:40 whenever the
 * story starts, and a scripted attack of about a minute.
 */
public final class DemoStory {
  /** Fewer people could not play the parts. */
  public static final int MIN_USERS = 60;

  /** Entities that write in the story count from here, so that their ids are nobody else's. */
  private static final int FIRST_ENTITY = 1 << 25;

  private static final long WEEK_DAYS = 7;
  private static final long TUESDAY = Instant.parse("1970-01-06T09:40:00Z").toEpochMilli();

  private final Company company;
  private final Instant start;
  private final List<Actor> present;
  private final Person victim;
  private final Person second;
  private final List<Beat> attack;

  private DemoStory(Company company, Instant start) {
    this.company = company;
    this.start = start;
    present = present(company, start.toEpochMilli());
    victim = cast(Department.FINANCE, Department.LEGAL, null);
    second = cast(Department.SALES, Department.PEOPLE, victim);
    attack = script();
  }

  /**
   * Prepares a story.
   *
   * @param start when the curtain rises
   * @param users people employed, at least {@link #MIN_USERS}
   * @param historyDays how long the company has lived before
   * @param seed every other seed is another company
   */
  public static DemoStory at(Instant start, int users, int historyDays, long seed) {
    if (users < MIN_USERS) {
      throw new IllegalArgumentException(
          "a demonstration has at least %d users, not %d".formatted(MIN_USERS, users));
    }
    long at = start.toEpochMilli();
    long week = WEEK_DAYS * CompanySettings.DAY_MILLIS;
    long tuesday = Math.floorDiv(at - TUESDAY + week / 2, week) * week + TUESDAY;
    CompanySettings settings =
        CompanySettings.of(users, historyDays, seed)
            .withStart(at - historyDays * CompanySettings.DAY_MILLIS, tuesday - at)
            .withoutAttacks();
    return new DemoStory(Company.of(settings), start);
  }

  /** The company; its events are the history, which ends where the story starts. */
  public Company company() {
    return company;
  }

  /** When the story starts. */
  public Instant start() {
    return start;
  }

  /** Whose account is sprayed, taken over and abused. */
  public String victim() {
    return victim.principal().id();
  }

  /** Whose password is guessed. */
  public String secondVictim() {
    return second.principal().id();
  }

  /** The attacks, in order of time, from 5 s to about a minute after the start. */
  public List<Beat> attack() {
    return attack;
  }

  /**
   * The honest life of everybody else who is signed in at the start: their usual actions in the
   * sessions that they have opened in the history, everybody in turn. It never ends. About one
   * event a minute and person is a busy but honest rate; above that, people are busier than they
   * ever were, which a detector may rightly notice when it lasts.
   *
   * @param eventsPerSecond the mean rate, above 0
   */
  public Iterator<Beat> background(double eventsPerSecond) {
    if (!(eventsPerSecond > 0)) {
      throw new IllegalArgumentException(
          "eventsPerSecond is above 0, not %s".formatted(eventsPerSecond));
    }
    List<Actor> others = present.stream().filter(a -> !cast(a.person())).toList();
    return new Background(company, start, others, FIRST_ENTITY, eventsPerSecond);
  }

  private boolean cast(Person person) {
    return person.index() == victim.index() || person.index() == second.index();
  }

  /** How many people are signed in at the start. */
  public int presentUsers() {
    return present.size();
  }

  /** Somebody who is signed in when the story starts. */
  record Actor(Person person, Presence presence) {}

  private static List<Actor> present(Company company, long atMillis) {
    var present = new ArrayList<Actor>();
    int today = company.settings().days();
    for (Person person : company.people()) {
      if (person.clockMillis() == 0 && person.firstDay() <= 0) {
        for (Stay stay : company.workday().stays(person, today)) {
          if (stay.fromMillis() < atMillis && atMillis < stay.toMillis()) {
            present.add(new Actor(person, stay.presence()));
            break;
          }
        }
      }
    }
    return present;
  }

  private Person cast(Department first, Department understudy, @Nullable Person notThis) {
    return present.stream()
        .map(Actor::person)
        .filter(p ->
            (notThis == null || p.index() != notThis.index())
                && !p.administrator()
                && !p.privateVpn())
        .min(
            Comparator.comparingInt(
                    (Person p) -> {
                      Department department = p.habitsOn(company.settings().days()).department();
                      return department == first ? 0 : department == understudy ? 1 : 2;
                    })
                .thenComparingInt(p -> p.place().number())
                .thenComparingInt(Person::index))
        .orElseThrow(() -> new IllegalStateException("nobody is at work"));
  }

  private List<Beat> script() {
    var beats = new ArrayList<Beat>();
    int entity = FIRST_ENTITY + company.settings().users();
    new Takeover(company, start, victim, present, entity).play(beats);
    new Guessing(company, start, second, entity + 1).play(beats);
    beats.sort(Comparator.comparing(Beat::offset).thenComparing(beat -> beat.event().id()));
    return List.copyOf(beats);
  }

  /** The script's way to write: each scene is told by its first event. */
  record Stage(Instant start, List<LabelledEvent> pages, List<Beat> beats) {
    void told(String narration) {
      String next = narration;
      for (LabelledEvent written : pages) {
        beats.add(beat(start, written, next));
        next = "";
      }
      pages.clear();
    }
  }

  static Beat beat(Instant start, LabelledEvent written, String narration) {
    return new Beat(
        Duration.ofMillis(written.event().timeMillis() - start.toEpochMilli()),
        written.event(),
        written.label(),
        narration);
  }
}
