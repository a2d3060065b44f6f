package dev.vedette.promise;

import dev.vedette.events.SessionActivity;
import dev.vedette.events.Signal;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectType;
import dev.vedette.results.RecordedRun;
import dev.vedette.risk.Formula;
import dev.vedette.risk.LevelPolicy;
import dev.vedette.risk.Policy;
import dev.vedette.risk.Refusion;
import dev.vedette.risk.Retelling;
import dev.vedette.risk.Rise;
import dev.vedette.risk.RiskUpdate;
import dev.vedette.risk.Verdict;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A recorded run, or what is left of it without those who were attacked: whatever rises in it is a
 * false alarm. Held in memory: half a kilobyte for each version of a signal and each activity of a
 * session.
 *
 * <p>Whoever has a signal that names an event of an attack is left out with all that is known of
 * them, and is not counted.
 */
public final class QuietLife {
  private static final double DAY_MILLIS = 86_400_000;
  private static final double LEAST_GAP_NATS = 0.001;
  private static final double MOST_NATS = 30;

  private final List<Step> steps;
  private final Map<SubjectType, Integer> subjects;
  private final int leftOut;
  private final long fromMillis;
  private final long toMillis;

  /** Something that risk took, of one deciding subject. */
  private record Step(Subject decider, Consumer<Retelling> telling) {}

  private QuietLife(
      List<Step> steps,
      Map<SubjectType, Integer> subjects,
      int leftOut,
      long fromMillis,
      long toMillis) {
    this.steps = steps;
    this.subjects = subjects;
    this.leftOut = leftOut;
    this.fromMillis = fromMillis;
    this.toMillis = toMillis;
  }

  /**
   * Reads a run.
   *
   * @param attackEvents ids of the events that are part of attacks; none if nobody was attacked
   * @param fromMillis alarms and days from here on count; null for the first that was recorded
   * @throws IOException if it cannot be read, or nothing is left
   */
  public static QuietLife read(RecordedRun run, Set<String> attackEvents, @Nullable Long fromMillis)
      throws IOException {
    var reading = new Reading(attackEvents);
    run.tell(reading);
    var seen = new HashSet<Subject>();
    run.subjects(subject -> seen.add(subject.decider()));
    QuietLife life = reading.life(seen, fromMillis, run.endMillis());
    if (!(life.days() > 0) || life.principals() == 0) {
      throw new IOException("the run holds no user and no service in that time");
    }
    return life;
  }

  /** A life as it is told. */
  static final class Reading implements Retelling {
    private final Set<String> attackEvents;
    private final List<Step> steps = new ArrayList<>();
    private final Set<Subject> attacked = new HashSet<>();
    private long firstMillis = Long.MAX_VALUE;
    private long lastMillis = Long.MIN_VALUE;

    Reading(Set<String> attackEvents) {
      this.attackEvents = attackEvents;
    }

    @Override
    public void version(Signal version) {
      Subject decider = version.subject().decider();
      if (attackEvents.contains(version.causedBy())
          || version.events().stream().anyMatch(event -> attackEvents.contains(event.id()))) {
        attacked.add(decider);
      }
      add(decider, version.receivedMillis(), again -> again.version(version));
    }

    @Override
    public void activity(Subject told, SessionActivity activity, long receivedMillis) {
      add(told, receivedMillis, again -> again.activity(told, activity, receivedMillis));
    }

    /** That it was found out later makes no alarm less false. */
    @Override
    public void verdict(Verdict verdict) {}

    /** What was told, of those who were not attacked. */
    QuietLife life(Set<Subject> seen, @Nullable Long fromMillis, long endMillis) {
      var subjects = new EnumMap<SubjectType, Integer>(SubjectType.class);
      seen.stream()
          .filter(subject -> !attacked.contains(subject))
          .forEach(subject -> subjects.merge(subject.type(), 1, Integer::sum));
      return new QuietLife(
          steps.stream().filter(step -> !attacked.contains(step.decider())).toList(),
          subjects,
          attacked.size(),
          fromMillis == null ? firstMillis : fromMillis,
          Math.max(lastMillis, endMillis) + 1);
    }

    private void add(Subject decider, long atMillis, Consumer<Retelling> telling) {
      steps.add(new Step(decider, telling));
      firstMillis = Math.min(firstMillis, atMillis);
      lastMillis = Math.max(lastMillis, atMillis);
    }
  }

  /** Tells again what was recorded. */
  void tell(Retelling again) {
    steps.forEach(step -> step.telling().accept(again));
  }

  /** Users and services: those that a budget counts as subjects. */
  public int principals() {
    return subjects(SubjectType.USER) + subjects(SubjectType.SERVICE);
  }

  /** How many subjects of a type were seen. */
  int subjects(SubjectType type) {
    return subjects.getOrDefault(type, 0);
  }

  /** How many deciding subjects were left out, as they were attacked. */
  int leftOut() {
    return leftOut;
  }

  /** The length of the time that counts, in days. */
  public double days() {
    return (toMillis - fromMillis) / DAY_MILLIS;
  }

  /** Days of users and services. */
  public double subjectDays() {
    return principals() * days();
  }

  long fromMillis() {
    return fromMillis;
  }

  /**
   * How often somebody would rise to HIGH, if it began there: a principal with its sessions is one.
   * It is the same for CRITICAL.
   */
  int rises(Policy policy, double beginsNats) {
    LevelPolicy levels = policy.levels();
    var moved =
        new LevelPolicy(
            Math.min(levels.mediumNats(), beginsNats - LEAST_GAP_NATS),
            beginsNats,
            MOST_NATS,
            levels.hysteresisNats(),
            levels.dwell());
    var count = new Count(fromMillis);
    tell(new Refusion(Formula.of(policy.withLevels(moved)), count));
    return count.rises;
  }

  private static final class Count implements Refusion.Listener {
    private final long fromMillis;
    private int rises;

    Count(long fromMillis) {
      this.fromMillis = fromMillis;
    }

    @Override
    public void updated(RiskUpdate update) {}

    @Override
    public void risen(Rise rise) {
      rises += rise.update().atMillis() >= fromMillis ? 1 : 0;
    }
  }
}
