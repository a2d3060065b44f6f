package dev.vedette.promise;

import dev.vedette.events.Family;
import dev.vedette.events.SessionActivity;
import dev.vedette.events.Signal;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectType;
import dev.vedette.risk.ConditionalEvidence;
import dev.vedette.risk.FamilyPolicy;
import dev.vedette.risk.Policy;
import dev.vedette.risk.Retelling;
import dev.vedette.risk.Rulings;
import dev.vedette.risk.Verdict;
import dev.vedette.risk.Verdicts;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How strong the evidence of hours is in quiet life, and what that promises: a bound on the rate at
 * which anybody comes to log-odds of {@code b} or more.
 *
 * <p>Let {@code s} be what an hour adds to the log-odds at most: of each family what it holds above
 * 0, weighed and capped as the policy says, a principal's and its sessions' together, at its
 * greatest in the hour. What hours add decays by the half-lives. If, whatever came before, the mean
 * of {@code e^(s, decayed for k hours)} in an hour is at most {@code 1 + κ(k)}, then the mean of
 * {@code e^(log-odds − prior)} before an hour is at most {@code m = Π (1 + κ(k))}, k from 1 on, and
 * by Markov's inequality the expected number of hours with evidence in which {@code b} is reached
 * is at most
 *
 * <pre>{@code e^(prior − b) · m · Σ criticality · e^s     over the hours with evidence}</pre>
 *
 * <p>κ and the sum are measured, for each type of subject.
 */
final class Moments {
  private static final long HOUR_MILLIS = 3_600_000L;
  private static final double MICROS = 1e6;

  private final Policy policy;
  private final Map<SubjectType, List<Hour>> hours;
  private final Map<SubjectType, Double> quietHours = new EnumMap<>(SubjectType.class);
  private final double reachable;

  /** What families added in an hour, in nats, and how critical its subject is. */
  private record Hour(double criticality, Map<Family, Double> added) {
    double decayed(Policy policy, int lag) {
      double sum = 0;
      for (var one : added.entrySet()) {
        double halfLives =
            lag * (double) HOUR_MILLIS / policy.family(one.getKey()).halfLife().toMillis();
        if (halfLives <= FamilyPolicy.HALF_LIVES) {
          sum += one.getValue() * StrictMath.pow(2, -halfLives);
        }
      }
      return sum;
    }
  }

  private Moments(Policy policy, Map<SubjectType, List<Hour>> hours, List<QuietLife> lives) {
    this.policy = policy;
    this.hours = hours;
    double sum = 0;
    for (SubjectType type : SubjectType.values()) {
      double all = lives.stream().mapToDouble(life -> life.subjects(type) * life.days() * 24).sum();
      quietHours.put(type, all);
      double strength = 0;
      for (Hour hour : hours.getOrDefault(type, List.of())) {
        strength += hour.criticality() * StrictMath.exp(hour.decayed(policy, 0));
      }
      sum += strength == 0 ? 0 : strength * remembered(type);
    }
    reachable = sum;
  }

  /** The moments of quiet lives under a policy. */
  static Moments of(Policy policy, List<QuietLife> lives) {
    var hours = new EnumMap<SubjectType, List<Hour>>(SubjectType.class);
    for (QuietLife life : lives) {
      var reading = new Reading(policy);
      life.tell(reading);
      reading.greatest.forEach((place, added) -> {
        if (place.hour() * HOUR_MILLIS >= life.fromMillis()) {
          hours
              .computeIfAbsent(place.decider().type(), type -> new ArrayList<>())
              .add(new Hour(policy.criticalityOf(place.decider()), added));
        }
      });
    }
    return new Moments(policy, hours, lives);
  }

  /** The mean of e^(log-odds − prior) of a subject of a type at most, before an hour. */
  double remembered(SubjectType type) {
    long longest = 0;
    for (Family family : Family.values()) {
      longest = Math.max(longest, policy.family(family).horizonMillis());
    }
    double log = 0;
    for (int lag = 1; lag <= longest / HOUR_MILLIS; lag++) {
      log += StrictMath.log1p(excess(type, lag));
    }
    return StrictMath.exp(log);
  }

  /** By how much the mean of e^s over all hours of a type exceeds 1, after so many hours. */
  double excess(SubjectType type, int lag) {
    double sum = 0;
    for (Hour hour : hours.getOrDefault(type, List.of())) {
      sum += StrictMath.expm1(hour.decayed(policy, lag));
    }
    double all = quietHours.getOrDefault(type, 0.0);
    return all == 0 ? 0 : sum / all;
  }

  /** How many hours of a type had evidence. */
  int hours(SubjectType type) {
    return hours.getOrDefault(type, List.of()).size();
  }

  /** How often log-odds are reached at most, in all of the lives together. */
  double promised(double beginsNats) {
    return StrictMath.exp(policy.priorNats() - beginsNats) * reachable;
  }

  /** From which log-odds on no more than so many are promised in all of the lives together. */
  double beginningFor(double count) {
    return reachable == 0
        ? -Double.MAX_VALUE
        : policy.priorNats() + StrictMath.log(reachable / count);
  }

  private record Place(Subject decider, long hour) {}

  private static final class Reading implements Retelling {
    private record Identity(Subject subject, String detector, long windowStartMillis, String via) {}

    private final Policy policy;
    private final Map<Family, Double> times = new EnumMap<>(Family.class);
    private final Map<Identity, Integer> known = new HashMap<>();
    private final Map<Place, Map<Family, Long>> held = new HashMap<>();
    private final Map<Place, Map<Family, Double>> greatest = new HashMap<>();

    Reading(Policy policy) {
      this.policy = policy;
      for (ConditionalEvidence rule : policy.conditional()) {
        times.merge(rule.family(), rule.times(), Math::max);
      }
    }

    @Override
    public void activity(Subject told, SessionActivity activity, long receivedMillis) {}

    @Override
    public void verdict(Verdict verdict) {}

    @Override
    public void version(Signal version) {
      Subject decider = version.subject().decider();
      int now =
          Math.max(
              0, Rulings.of(policy, decider, Verdicts.NONE).effective(version).evidenceMicros());
      Integer before =
          known.put(
              new Identity(
                  version.subject(),
                  version.detector(),
                  version.windowStartMillis(),
                  String.valueOf(version.via())),
              now);
      int delta = now - (before == null ? 0 : before);
      if (delta == 0) {
        return;
      }
      var place = new Place(decider, version.hour());
      Map<Family, Long> families = held.computeIfAbsent(place, p -> new EnumMap<>(Family.class));
      families.merge(version.family(), (long) delta, Long::sum);
      Map<Family, Double> added = added(families);
      Map<Family, Double> most = greatest.get(place);
      if (!added.isEmpty() && (most == null || sum(added) > sum(most))) {
        greatest.put(place, added);
      }
    }

    private Map<Family, Double> added(Map<Family, Long> families) {
      var added = new EnumMap<Family, Double>(Family.class);
      families.forEach((family, micros) -> {
        FamilyPolicy of = policy.family(family);
        double strengthened = times.getOrDefault(family, 1.0) * micros / MICROS;
        double nats =
            Math.min(of.capNats(), of.weight() * Math.min(of.hourCapNats(), strengthened));
        if (nats > 0) {
          added.put(family, nats);
        }
      });
      return added;
    }

    private static double sum(Map<Family, Double> added) {
      return added.values().stream().mapToDouble(Double::doubleValue).sum();
    }
  }
}
