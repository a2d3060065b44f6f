package dev.vedette.trail;

import dev.vedette.simulator.cloudtrail.TrailSettings;
import java.nio.file.Path;
import java.util.List;

/**
 * Which accounts are attacked, and with what.
 *
 * @param principals of each account
 * @param days of each account; techniques come in the second half
 * @param learnDays on so many first days nothing is judged: history teaches without alerts
 * @param seeds one account each
 * @param inject a folder of recorded techniques, a file of CloudTrail JSON each
 */
public record TrailTrialSettings(
    int principals, int days, int learnDays, List<Long> seeds, Path inject) {
  /** Copies the list and checks the ranges. */
  public TrailTrialSettings {
    seeds = List.copyOf(seeds);
    if (learnDays < 0 || learnDays > days / 2) {
      throw new IllegalArgumentException(
          "learning takes 0 to %d days of %d, as techniques come in the second half, not %d"
              .formatted(days / 2, days, learnDays));
    }
    if (seeds.isEmpty()) {
      throw new IllegalArgumentException("a trial needs at least one seed");
    }
  }

  TrailSettings account(long seed) {
    return TrailSettings.of(principals, days, seed);
  }
}
