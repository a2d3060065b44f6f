package dev.vedette.trial;

import dev.vedette.risk.Incident;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How alerts were grouped.
 *
 * @param incidents those that were not merged into others
 * @param versions how often one was told of
 * @param signals final signals, which nobody had to read
 * @param campaigns attacks that have an incident
 * @param campaignsOfOne those of them that have exactly one
 * @param trueIncidents incidents with an event of an attack
 * @param pure those of them of whose true events nine tenths or more are of one attack
 * @param spanning those of them with events of more than one attack
 * @param quietLevelChanges changes of level of users who were not attacked
 * @param quietUserDays how many days those users lived while they were judged
 */
record IncidentTally(
    long incidents,
    long versions,
    long signals,
    long campaigns,
    long campaignsOfOne,
    long trueIncidents,
    long pure,
    long spanning,
    long quietLevelChanges,
    double quietUserDays) {
  static final IncidentTally NONE = new IncidentTally(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

  private static final double PURE = 0.9;

  /**
   * Looks at what became of the incidents.
   *
   * @param last the last version of each
   * @param campaignOf the attack of an event, null if it is part of none
   */
  static IncidentTally of(
      Collection<Incident> last, Function<String, @Nullable String> campaignOf, long signals) {
    long incidents = 0;
    long versions = 0;
    long trueOnes = 0;
    long pure = 0;
    long spanning = 0;
    var incidentsOf = new HashMap<String, Integer>();
    for (Incident incident : last) {
      versions += incident.version();
      if (incident.status() == Incident.Status.MERGED) {
        continue;
      }
      incidents++;
      Map<String, Integer> votes = new TreeMap<>();
      incident.events().stream()
          .map(campaignOf)
          .filter(Objects::nonNull)
          .forEach(campaign -> votes.merge(campaign, 1, Integer::sum));
      if (votes.isEmpty()) {
        continue;
      }
      trueOnes++;
      int all = votes.values().stream().mapToInt(Integer::intValue).sum();
      var most = votes.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow();
      pure += most.getValue() >= PURE * all ? 1 : 0;
      spanning += votes.size() > 1 ? 1 : 0;
      incidentsOf.merge(most.getKey(), 1, Integer::sum);
    }
    return new IncidentTally(
        incidents,
        versions,
        signals,
        incidentsOf.size(),
        incidentsOf.values().stream().filter(n -> n == 1).count(),
        trueOnes,
        pure,
        spanning,
        0,
        0);
  }

  IncidentTally withQuietLife(long levelChanges, double userDays) {
    return new IncidentTally(
        incidents,
        versions,
        signals,
        campaigns,
        campaignsOfOne,
        trueIncidents,
        pure,
        spanning,
        levelChanges,
        userDays);
  }

  IncidentTally plus(IncidentTally other) {
    return new IncidentTally(
        incidents + other.incidents,
        versions + other.versions,
        signals + other.signals,
        campaigns + other.campaigns,
        campaignsOfOne + other.campaignsOfOne,
        trueIncidents + other.trueIncidents,
        pure + other.pure,
        spanning + other.spanning,
        quietLevelChanges + other.quietLevelChanges,
        quietUserDays + other.quietUserDays);
  }

  double signalsPerIncident() {
    return incidents == 0 ? 0 : (double) signals / incidents;
  }

  double quietChangesPerUserDay() {
    return quietUserDays == 0 ? 0 : quietLevelChanges / quietUserDays;
  }
}
