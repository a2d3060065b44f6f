package dev.vedette.training;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.vedette.detectors.model.Calibration;
import dev.vedette.detectors.model.FusionWeights;
import dev.vedette.detectors.model.IsolationForest;
import dev.vedette.detectors.model.IsolationTree;
import dev.vedette.detectors.model.Model;
import dev.vedette.detectors.model.ModelHead;
import dev.vedette.detectors.model.PeerGroups;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * Writes models in the format of {@code docs/models.md}. Equal models give equal bytes; doubles are
 * written so that they are read as the same bits.
 */
final class ModelWriter {
  static final String FORMAT = "vedette-model/1";

  private static final JsonFactory FACTORY = new JsonFactory();

  private ModelWriter() {}

  /** A model as UTF-8. */
  static byte[] json(Model model) {
    var bytes = new ByteArrayOutputStream(1 << 16);
    try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
      ModelHead head = model.head();
      json.writeStartObject();
      json.writeStringField("format", FORMAT);
      json.writeStringField("kind", model.kind().wireName());
      json.writeStringField("tenant", head.tenant());
      json.writeStringField("id", head.id());
      json.writeNumberField("version", head.version());
      json.writeStringField("createdAt", Instant.ofEpochMilli(head.createdAtMillis()).toString());
      json.writeStringField(
          "effectiveFrom", Instant.ofEpochMilli(head.effectiveFromMillis()).toString());
      json.writeStringField("trainingDigest", head.trainingDigest());
      json.writeObjectFieldStart("model");
      switch (model) {
        case IsolationForest forest -> forest(forest, json);
        case PeerGroups peers -> peers(peers, json);
        case Calibration calibration -> calibration(calibration, json);
        case FusionWeights weights -> weights(weights, json);
      }
      json.writeEndObject();
      json.writeEndObject();
      json.writeRaw('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void forest(IsolationForest forest, JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("features");
    for (String feature : forest.features()) {
      json.writeString(feature);
    }
    json.writeEndArray();
    json.writeNumberField("normalisation", forest.normalisation());
    json.writeArrayFieldStart("trees");
    for (IsolationTree tree : forest.trees()) {
      json.writeStartObject();
      array("features", tree.features(), json);
      array("weights", tree.weights(), json);
      array("thresholds", tree.thresholds(), json);
      array("children", tree.children(), json);
      array("depths", tree.depths(), json);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void array(String name, int[] values, JsonGenerator json) throws IOException {
    json.writeFieldName(name);
    json.writeArray(values, 0, values.length);
  }

  private static void array(String name, double[] values, JsonGenerator json) throws IOException {
    json.writeFieldName(name);
    json.writeArray(values, 0, values.length);
  }

  private static void peers(PeerGroups peers, JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("groups");
    for (int group = 0; group < peers.names().size(); group++) {
      json.writeStartObject();
      json.writeStringField("name", peers.names().get(group));
      json.writeArrayFieldStart("members");
      for (int i = 0; i < peers.subjects().length; i++) {
        if (peers.groups()[i] == group) {
          json.writeString("%016x".formatted(peers.subjects()[i]));
        }
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void calibration(Calibration calibration, JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("detectors");
    for (var entry : calibration.curves().entrySet()) {
      Calibration.Curve curve = entry.getValue();
      json.writeObjectFieldStart(entry.getKey());
      json.writeNumberField("windows", curve.windows());
      json.writeArrayFieldStart("points");
      for (int i = 0; i < curve.rawMicros().length; i++) {
        json.writeStartArray();
        json.writeNumber(nats(curve.rawMicros()[i]));
        json.writeNumber(nats(curve.believedMicros()[i]));
        json.writeEndArray();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private static BigDecimal nats(int micros) {
    BigDecimal nats = BigDecimal.valueOf(micros, 6).stripTrailingZeros();
    return nats.scale() < 0 ? nats.setScale(0) : nats;
  }

  private static void weights(FusionWeights weights, JsonGenerator json) throws IOException {
    json.writeNumberField("verdicts", weights.verdicts());
    json.writeObjectFieldStart("families");
    for (var entry : weights.families().entrySet()) {
      json.writeNumberField(entry.getKey().wireName(), entry.getValue());
    }
    json.writeEndObject();
    json.writeObjectFieldStart("detectors");
    for (var entry : weights.detectors().entrySet()) {
      json.writeNumberField(entry.getKey(), entry.getValue());
    }
    json.writeEndObject();
  }
}
