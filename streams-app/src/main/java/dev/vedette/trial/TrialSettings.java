package dev.vedette.trial;

import dev.vedette.simulator.CompanySettings;
import java.util.List;

/**
 * Which companies are attacked, and how.
 *
 * @param users of each company
 * @param days of each company; attacks begin in the second half
 * @param learnDays on so many first days nothing is judged: history teaches without alerts
 * @param seeds one company each
 * @param strengths how loud attacks are, 0.25 to 2: each company lives once for each
 */
public record TrialSettings(
    int users, int days, int learnDays, List<Long> seeds, List<Double> strengths) {
  /** Copies the lists; there must be something in them. */
  public TrialSettings {
    if (learnDays < 0 || learnDays >= days) {
      throw new IllegalArgumentException(
          "learning takes 0 to %d days of %d, not %d".formatted(days - 1, days, learnDays));
    }
    seeds = List.copyOf(seeds);
    strengths = List.copyOf(strengths);
    if (seeds.isEmpty() || strengths.isEmpty()) {
      throw new IllegalArgumentException("a trial needs at least one seed and one strength");
    }
  }

  /**
   * The company of a seed that is attacked with a strength. Its events come in the order of their
   * arrival: in that of their stamps, one clock that is an hour behind would set everybody's ahead.
   */
  CompanySettings company(long seed, double strength) {
    CompanySettings company = CompanySettings.of(users, days, seed);
    return company.withAttacks(company.attacksFromDay(), strength).withDisorder(true);
  }
}
