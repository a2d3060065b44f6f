package dev.vedette.trial;

import dev.vedette.simulator.CompanySettings;
import dev.vedette.topology.PipelineSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Companies live and are attacked, one after the other. */
public final class Trial {
  private Trial() {}

  /** Runs all companies with all strengths, and tells how far it is. */
  public static TrialReport run(
      TrialSettings settings, PipelineSettings pipeline, Consumer<String> progress) {
    List<CompanyResult> results = new ArrayList<>();
    for (double strength : settings.strengths()) {
      for (long seed : settings.seeds()) {
        progress.accept("company %d, attacks of strength %s".formatted(seed, strength));
        results.add(run(settings.company(seed, strength), settings, pipeline));
      }
    }
    return new TrialReport(settings, results);
  }

  private static CompanyResult run(
      CompanySettings company, TrialSettings settings, PipelineSettings pipeline) {
    Instant judgedFrom =
        Instant.ofEpochMilli(company.startMillis()).plus(Duration.ofDays(settings.learnDays()));
    return CompanyTrial.run(company, settings.learnDays(), pipeline.learningUntil(judgedFrom));
  }
}
