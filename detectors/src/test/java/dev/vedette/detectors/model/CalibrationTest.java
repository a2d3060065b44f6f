package dev.vedette.detectors.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.detectors.model.Calibration.Curve;
import dev.vedette.events.Signal;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CalibrationTest {
  private static final ModelHead HEAD =
      new ModelHead("*", "evidence", 1, 0, 0, "sha256:" + "0".repeat(64));

  @Test
  void shouldNeverFallAndNeverOvershoot() {
    var random = new SplittableRandom(7);
    for (int round = 0; round < 200; round++) {
      int points = random.nextInt(1, 20);
      var raw = new int[points];
      var believed = new int[points];
      int x = 0;
      int y = 0;
      for (int i = 0; i < points; i++) {
        x += random.nextInt(1, 1_500_000);
        y += random.nextInt(0, 600_000);
        raw[i] = x;
        believed[i] = y;
      }
      var calibration = new Calibration(HEAD, Map.of("d", new Curve(1_000_000, raw, believed)));
      int before = 0;
      for (int claimed = 0; claimed <= Signal.MAX_EVIDENCE_MICROS; claimed += 123_457) {
        int now = calibration.apply("d", claimed);
        assertTrue(now >= before && now <= y, "at " + claimed);
        before = now;
      }
      for (int i = 0; i < points; i++) {
        assertEquals(believed[i], calibration.apply("d", raw[i]));
      }
      assertEquals(y, calibration.apply("d", Signal.MAX_EVIDENCE_MICROS));
    }
  }

  @Test
  void shouldBelieveNoMoreThanWasMeasured() {
    int most = Curve.mostMicros(1_000);
    assertEquals(Math.log(1_000), most / 1e6, 1e-6);
    assertEquals(
        most,
        new Curve(1_000, new int[] {9_000_000}, new int[] {most}).believed(Integer.MAX_VALUE));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Curve(1_000, new int[] {9_000_000}, new int[] {most + 1}));
  }
}
