package dev.vedette.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.detectors.model.Calibration.Curve;
import dev.vedette.events.SubjectType;
import dev.vedette.training.Benign.Claim;
import dev.vedette.training.Benign.Cluster;
import dev.vedette.training.Benign.OfDetector;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Chosen on some data, held on others. */
class CalibrationTest {
  private static final CalibrationFit FIT = new CalibrationFit(0.05, 1);

  /**
   * A detector that claims more than it should: its p-values are the true ones to the power 1.6, so
   * that what is one in a thousand is claimed to be one in sixty thousand.
   */
  private static OfDetector boaster(int windows, int subjects, long seed) {
    var random = new SplittableRandom(seed);
    var claims = new ArrayList<Claim>();
    for (int i = 0; i < windows; i++) {
      double claimed = -1.6 * Math.log(1 - random.nextDouble()) - 2;
      int micros = (int) Math.floor(claimed * 4) * 250_000;
      if (micros >= 500_000) {
        var whose = new Run.Whose(SubjectType.USER, "u" + random.nextInt(subjects));
        claims.add(new Claim(new Cluster(0, whose), Math.min(micros, 12_000_000)));
      }
    }
    return new OfDetector(windows, claims);
  }

  private static MeanOfE believed(OfDetector data, Curve curve) {
    return MeanOfE.of(data, micros -> CalibrationFit.believed(curve, micros), 1);
  }

  @Test
  void shouldDiscountABoaster() {
    OfDetector learned = boaster(100_000, 300, 1);
    double claimed = MeanOfE.of(learned, micros -> micros, 1).mean();
    assertTrue(claimed > 1.5, "not trivial: " + claimed);
    CalibrationFit.Fitted fitted = FIT.fit(learned);
    assertTrue(believed(learned, fitted.curve()).high() <= 1.05);
    for (long seed = 2; seed < 12; seed++) {
      double held = believed(boaster(100_000, 300, seed), fitted.curve()).mean();
      assertTrue(held <= 1.05, "seed " + seed + ": " + held);
    }
    int greatest = fitted.curve().believed(12_000_000);
    assertTrue(greatest > 3_000_000, "what is rare is still believed: " + greatest);
  }

  @Test
  void shouldNeverBelieveMoreThanIsClaimed() {
    Curve curve = FIT.fit(boaster(20_000, 50, 3)).curve();
    for (int claimed = 250_000; claimed <= 30_000_000; claimed += 250_000) {
      int now = curve.believed(claimed);
      assertTrue(now <= claimed, "at " + claimed + ": " + now);
      assertTrue(now <= Curve.mostMicros(20_000));
    }
  }

  @Test
  void shouldBelieveAQuietDetectorAsFarAsItWasWatched() {
    Curve curve = FIT.fit(new OfDetector(10_000, List.of())).curve();
    assertEquals(2_000_000, curve.believed(2_000_000), 1);
    // ln e(p) at p = 1/10,001.
    double lnP = Math.log(1 / 10_001.0);
    double most = Math.log(1 - (1 - lnP) / 10_001) - lnP - 2 * Math.log(-lnP);
    assertEquals(most, curve.believed(30_000_000) / 1e6, 1e-5);
    assertThrows(IllegalArgumentException.class, () -> FIT.fit(new OfDetector(0, List.of())));
  }

  @Test
  void shouldMindThatOneSubjectMayMakeMostOfTheNoise() {
    var claims = new ArrayList<Claim>();
    var noisy = new Run.Whose(SubjectType.SERVICE, "noisy");
    for (int i = 0; i < 300; i++) {
      claims.add(new Claim(new Cluster(0, noisy), 3_000_000));
      claims.add(new Claim(new Cluster(0, new Run.Whose(SubjectType.USER, "u" + i)), 3_000_000));
    }
    var mixed = new OfDetector(100_000, claims);
    MeanOfE mean = MeanOfE.of(mixed, micros -> micros, 1);
    assertEquals(1 + 600 * Math.expm1(3) / 100_000, mean.mean(), 1e-12);
    assertTrue(mean.high() - mean.mean() > 0.05, "one subject, wide interval: " + mean);
    assertTrue(mean.low() < mean.mean() - 0.04, mean::toString);
  }
}
