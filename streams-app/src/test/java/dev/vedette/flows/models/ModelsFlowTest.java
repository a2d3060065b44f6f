package dev.vedette.flows.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.vedette.detectors.model.Calibration;
import dev.vedette.detectors.model.ModelKind;
import dev.vedette.models.ModelExamples;
import dev.vedette.models.ModelSet;
import dev.vedette.schemas.Topics;
import dev.vedette.topology.DrivenTopology;
import dev.vedette.topology.PipelineSettings;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelsFlowTest {
  private static final Instant NOW = Instant.parse("2026-03-02T09:00:00Z");
  private static final String KEY = "%2A/calibration/evidence/1";
  private static final String JSON = ModelExamples.of(ModelKind.CALIBRATION);

  @TempDir private Path directory;

  private DrivenTopology topology;

  @SuppressWarnings("NullAway.Init")
  ModelsFlowTest() {}

  @BeforeEach
  void open() {
    topology = new DrivenTopology(PipelineSettings.DEFAULT, directory, NOW);
  }

  @AfterEach
  void close() {
    topology.close();
  }

  private @Nullable Calibration known() {
    return topology.models().now().find(Calibration.class, "any", "evidence", NOW.toEpochMilli());
  }

  private int believed() {
    Calibration known = known();
    assertNotNull(known);
    return known.apply("burst", 6_000_000);
  }

  @Test
  void shouldSwapModelsWhileItRuns() {
    assertNull(known());
    topology.tell(Topics.MODELS, KEY, JSON);
    assertEquals(4_000_000, believed());
    ModelSet taken = topology.models().now();
    topology.tell(Topics.MODELS, KEY, ModelExamples.with(JSON, "[6, 4]", "[6, 3]"));
    assertEquals(3_000_000, believed());
    String second = ModelExamples.with(JSON, "\"version\": 1", "\"version\": 2");
    topology.tell(
        Topics.MODELS,
        "%2A/calibration/evidence/2",
        ModelExamples.with(second, "[6, 4]", "[6, 2]"));
    assertEquals(2_000_000, believed());
    topology.tell(Topics.MODELS, "%2A/calibration/evidence/2", null);
    assertEquals(3_000_000, believed());
    topology.tell(Topics.MODELS, KEY, null);
    assertNull(known());
    assertEquals(Set.of(KEY), taken.all().keySet(), "what a step has taken stays as it is");
  }

  @Test
  void shouldWithdrawWhatARecordReplacesThatIsNoModel() {
    topology.tell(Topics.MODELS, KEY, JSON);
    assertEquals(1, topology.size(ModelsFlow.KNOWN));
    topology.tell(Topics.MODELS, KEY, "{\"format\":\"vedette-model/7\"}");
    assertNull(known());
    assertEquals(0, topology.size(ModelsFlow.KNOWN));
  }

  @Test
  void shouldRefuseAModelUnderTheKeyOfAnother() {
    topology.tell(Topics.MODELS, "%2A/calibration/evidence/7", JSON);
    assertNull(known());
    assertEquals(0, topology.size(ModelsFlow.KNOWN));
  }

  @Test
  void shouldCountOnlyFromItsInstantOn() {
    topology.tell(Topics.MODELS, KEY, ModelExamples.with(JSON, "2026-03-02T00", "2026-03-02T10"));
    assertNull(known());
    assertNotNull(
        topology
            .models()
            .now()
            .find(Calibration.class, "any", "evidence", NOW.plusSeconds(3_600).toEpochMilli()));
  }
}
