package dev.vedette.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.vedette.detectors.model.Calibration;
import dev.vedette.detectors.model.FusionWeights;
import dev.vedette.detectors.model.IsolationForest;
import dev.vedette.detectors.model.Model;
import dev.vedette.detectors.model.ModelKind;
import dev.vedette.detectors.model.PeerGroups;
import dev.vedette.events.Family;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectKey;
import dev.vedette.events.SubjectType;
import dev.vedette.schemas.Topics;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ModelJsonTest {
  private static Model read(String json) {
    return ModelJson.read("m.json", ModelExamples.bytes(json));
  }

  private static String refused(String json) {
    return String.valueOf(assertThrows(ModelFormatException.class, () -> read(json)).getMessage());
  }

  private static List<String> complaints(String json) throws IOException {
    try (InputStream in = ModelJson.class.getResourceAsStream("/schemas/model.schema.json")) {
      String schema = in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(schema)
          .validate(json, InputFormat.JSON)
          .stream()
          .map(Object::toString)
          .toList();
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldReadWhatThePageShows(ModelKind kind) throws IOException {
    String json = ModelExamples.of(kind);
    Model model = read(json);
    assertEquals(kind, model.kind());
    assertEquals(1_772_409_600_000L, model.head().effectiveFromMillis());
    assertEquals(List.of(), complaints(json));
    assertTrue(ModelText.of(model).startsWith("key             " + ModelKey.of(model) + "\n"));
    assertEquals(ModelKey.of(model), ModelKey.checked(ModelKey.of(model)));
  }

  @Test
  void shouldScoreAForest() {
    var forest = (IsolationForest) read(ModelExamples.of(ModelKind.ISOLATION_FOREST));
    // 1.5·4 − 0.5·2 = 5 is not below 3: leaf 0, one step.
    assertEquals(StrictMath.pow(2, -1 / 1.207), forest.score(new double[] {4, 2}), 1e-15);
    // 1.5·0 − 0.5·3 = −1.5 is below 3 and below −1: leaf 1.
    assertEquals(StrictMath.pow(2, -2 / 1.207), forest.score(new double[] {0, 3}), 1e-15);
    // 0 is below 3 and not below −1: leaf 2.
    assertEquals(StrictMath.pow(2, -2.5 / 1.207), forest.score(new double[] {0, 0}), 1e-15);
  }

  @Test
  void shouldFindPeers() {
    Subject alice = Subject.of("acme", SubjectType.USER, "alice");
    String json =
        ModelExamples.with(
            ModelExamples.of(ModelKind.PEER_GROUPS),
            "b0b0000000000002",
            "%016x".formatted(SubjectKey.digest64(alice)));
    var peers = (PeerGroups) read(json);
    assertEquals("g02", peers.groupOf(alice));
    assertNull(peers.groupOf(Subject.of("other", SubjectType.USER, "alice")));
    assertNull(peers.groupOf(Subject.of("acme", SubjectType.SERVICE, "alice")));
  }

  @Test
  void shouldCalibrate() {
    var calibration = (Calibration) read(ModelExamples.of(ModelKind.CALIBRATION));
    assertEquals(250_000, calibration.apply("burst", 1_000_000));
    assertEquals(500_000, calibration.apply("burst", 2_000_000));
    assertEquals(2_250_000, calibration.apply("burst", 4_000_000));
    assertEquals(7_250_000, calibration.apply("burst", 30_000_000));
    assertEquals(-2_000_000, calibration.apply("burst", -2_000_000));
    assertEquals(9_000_000, calibration.apply("never-heard-of", 9_000_000));
  }

  @Test
  void shouldWeigh() {
    var weights = (FusionWeights) read(ModelExamples.of(ModelKind.FUSION_WEIGHTS));
    assertEquals(480_000, weights.apply(Family.VOLUME, "burst", 1_000_000), 1);
    assertEquals(1_250_000, weights.apply(Family.PRIVILEGE, "first-seen-action", 1_000_000));
    assertEquals(-1_000_000, weights.apply(Family.PLACE, "new-place", -1_000_000));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "ISOLATION_FOREST | vedette-model/1 | vedette-model/2 | format is vedette-model/1, not",
        "ISOLATION_FOREST | \"kind\": \"isolation-forest\" | \"kind\": \"svm\" | kind is not one",
        "ISOLATION_FOREST | \"version\": 1 | \"version\": 0 | version is at least 1, not 0",
        "ISOLATION_FOREST | \"version\": 1 | \"version\": 1.5 | m.json.version: is a whole number",
        "ISOLATION_FOREST | \"version\": 1 | \"versoin\": 1 | m.json.version: is missing",
        "ISOLATION_FOREST | \"version\": 1 | \"version\": 1, \"x\": 2 | m.json.x: is not known",
        "ISOLATION_FOREST | subject-hour | Subject Hour | id has 1 to 64 small letters",
        "ISOLATION_FOREST | 2026-03-02T00:00:00Z | tomorrow | effectiveFrom: is an instant like",
        "ISOLATION_FOREST | sha256:e3 | md5:e3 | trainingDigest is sha256:",
        "ISOLATION_FOREST | 1.207 | 0 | normalisation is above 0",
        "ISOLATION_FOREST | 1.207 | 1e999 | normalisation: is a finite number",
        "ISOLATION_FOREST | \"features\": [0, 1] | \"features\": [0, 1], \"w\": 0 | trees[0].w: is not",
        "ISOLATION_FOREST | [\"events\", \"sessions\"] | [\"a\", \"a\"] | a name that occurs twice",
      })
  void shouldRefuseAndSayWhatTheSchemaRefusesToo(
      ModelKind kind, String good, String bad, String message) throws IOException {
    String json = ModelExamples.with(ModelExamples.of(kind), good, bad);
    String said = refused(json);
    assertTrue(said.startsWith("m.json"), said);
    assertTrue(said.contains(message), said);
    if (!bad.equals("1e999")) {
      assertTrue(!complaints(json).isEmpty(), "the schema refuses it too");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "ISOLATION_FOREST | [1, -1, -2, -3] | [0, -1, -2, -3] | split 0 has a child 0",
        "ISOLATION_FOREST | [1, -1, -2, -3] | [1, -1, -1, -3] | split 1 has a child -1 that another",
        "ISOLATION_FOREST | [1, -1, -2, -3] | [1, -1, -2, -4] | split 1 has a child -4",
        "ISOLATION_FOREST | [1, -1, -2, -3] | [1, -1, -2] | has 4 children, not 3",
        "ISOLATION_FOREST | [1, 2, 2.5] | [1, 2] | has 3 leaves, not 2",
        "ISOLATION_FOREST | \"features\": [0, 1] | \"features\": [0, 2] | looks at feature 2",
        "ISOLATION_FOREST | \"features\": [0, 1] | \"features\": [0] | as many features as weights",
        "ISOLATION_FOREST | ~\"weights\": [1.5, -0.5]~ | ~\"weights\": [1.5, \"x\"]~ | weights[1]: is a",
        "PEER_GROUPS | b0b0000000000002 | B0B0000000000002 | groups[1].members[0]: is 16 hexadecimal",
        "PEER_GROUPS | b0b0000000000002 | a11ce00000000001 | a subject is in two groups",
        "PEER_GROUPS | g02 | g01 | groups have a name that occurs twice",
        "CALIBRATION | [6, 4] | [2, 4] | burst: break points rise",
        "CALIBRATION | [6, 4] | [6, 0.25] | burst: break points rise",
        "CALIBRATION | [11, 11] | [12, 12] | measured on 120000 windows, at most",
        "CALIBRATION | [6, 4] | [6, 4, 2] | points[1]: is [claimed, believed] in nats",
        "FUSION_WEIGHTS | 1.25 | 2.25 | the weight of privilege is 0 to 2.0, not 2.25",
        "FUSION_WEIGHTS | privilege | fame | family \"fame\" is not one of",
        "FUSION_WEIGHTS | 412 | 0 | verdicts are at least 1",
        "FUSION_WEIGHTS | \"volume\": 0.6 | \"volume\": 0.6, \"volume\": 0.7 | is not JSON: Duplicate",
      })
  void shouldRefuseWhatDoesNotHold(ModelKind kind, String good, String bad, String message) {
    String said = refused(ModelExamples.with(ModelExamples.of(kind), good, bad));
    assertTrue(said.startsWith("m.json"), said);
    assertTrue(said.contains(message), said);
  }

  @Test
  void shouldRefuseWhatIsNoJsonObject() {
    assertTrue(refused("").contains("is an object"));
    assertTrue(refused("[1]").contains("is an object, not an array"));
    assertTrue(refused("{\"format\"").contains("is not JSON"));
    assertTrue(refused(ModelExamples.of(ModelKind.CALIBRATION) + "{}").contains("is not JSON"));
    assertTrue(refused("[".repeat(100)).contains("is not JSON"));
    var great = new byte[Topics.MAX_MODEL_BYTES + 1];
    assertThrows(ModelFormatException.class, () -> ModelJson.read("great", great));
    assertThrows(IllegalArgumentException.class, () -> ModelKey.checked("t/calibration/evidence"));
    assertThrows(IllegalArgumentException.class, () -> ModelKey.checked("t/svm/evidence/1"));
  }
}
