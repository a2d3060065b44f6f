package dev.vedette.trial;

import dev.vedette.simulator.CompanySettings;
import java.util.List;

/**
 * Which companies are attacked, and how.
 *
 * @param users of each company
 * @param days of each company; attacks begin in the second half
 * @param seeds one company each
 * @param strengths how loud attacks are, 0.25 to 2: each company lives once for each
 */
public record TrialSettings(int users, int days, List<Long> seeds, List<Double> strengths) {
  /** Copies the lists; there must be something in them. */
  public TrialSettings {
    seeds = List.copyOf(seeds);
    strengths = List.copyOf(strengths);
    if (seeds.isEmpty() || strengths.isEmpty()) {
      throw new IllegalArgumentException("a trial needs at least one seed and one strength");
    }
  }

  /** The company of a seed that is attacked with a strength. */
  CompanySettings company(long seed, double strength) {
    CompanySettings company = CompanySettings.of(users, days, seed);
    return company.withAttacks(company.attacksFromDay(), strength);
  }
}
