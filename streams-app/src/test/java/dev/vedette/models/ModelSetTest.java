package dev.vedette.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.vedette.detectors.model.Calibration;
import dev.vedette.detectors.model.Model;
import dev.vedette.detectors.model.ModelHead;
import dev.vedette.detectors.model.PeerGroups;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ModelSetTest {
  private static Model calibration(String tenant, int version, long effectiveFrom) {
    return new Calibration(
        new ModelHead(tenant, "evidence", version, 0, effectiveFrom, "sha256:" + "0".repeat(64)),
        Map.of("burst", new Calibration.Curve(1_000, new int[] {1_000_000}, new int[] {version})));
  }

  private static @Nullable Integer version(ModelSet set, String tenant, long at) {
    Calibration found = set.find(Calibration.class, tenant, "evidence", at);
    return found == null ? null : found.head().version();
  }

  @Test
  void shouldFindWhatCountsAtAnInstant() {
    ModelSet set =
        ModelSet.NONE
            .with(calibration("t", 2, 200))
            .with(calibration("t", 1, 100))
            .with(calibration("t", 3, 200))
            .with(calibration("*", 9, 50));
    assertNull(version(set, "t", 49));
    assertEquals(9, version(set, "t", 99), "that of all, as long as there is none of its own");
    assertEquals(1, version(set, "t", 100));
    assertEquals(1, version(set, "t", 199));
    assertEquals(3, version(set, "t", 200));
    assertEquals(9, version(set, "other", 200));
    assertNull(set.find(PeerGroups.class, "t", "evidence", 200));
    assertNull(set.find(Calibration.class, "t", "other", 200));
    assertEquals(
        List.of(
            "%2A/calibration/evidence/9",
            "t/calibration/evidence/1", "t/calibration/evidence/2", "t/calibration/evidence/3"),
        List.copyOf(set.all().keySet()));
  }

  @Test
  void shouldReplaceAndForgetVersions() {
    var models = new Models();
    Model first = calibration("t", 1, 100);
    models.replace(null, first);
    ModelSet before = models.now();
    models.replace(first, calibration("t", 1, 300));
    assertNull(version(models.now(), "t", 299));
    assertEquals(1, version(models.now(), "t", 300));
    assertEquals(1, version(before, "t", 100), "what was taken does not change");
    models.replace(calibration("t", 1, 300), null);
    assertEquals(Map.of(), models.now().all());
    assertNotNull(before.find(Calibration.class, "t", "evidence", 100));
  }
}
