package dev.vedette.models;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.vedette.detectors.model.Calibration;
import dev.vedette.detectors.model.FusionWeights;
import dev.vedette.detectors.model.IsolationForest;
import dev.vedette.detectors.model.IsolationTree;
import dev.vedette.detectors.model.Model;
import dev.vedette.detectors.model.ModelHead;
import dev.vedette.detectors.model.ModelKind;
import dev.vedette.detectors.model.PeerGroups;
import dev.vedette.events.Family;
import dev.vedette.events.Text;
import dev.vedette.schemas.Topics;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.TreeMap;

/**
 * Reads models: JSON in the format {@value #FORMAT} of {@code docs/models.md}, which {@code
 * schemas/model.schema.json} describes for machines. Nothing that is not understood is passed over.
 */
public final class ModelJson {
  /** What a model's member {@code format} says. */
  public static final String FORMAT = "vedette-model/1";

  private static final int MAX_NUMBER_CHARS = 32;
  private static final int MAX_TEXT_CHARS = 4_096;
  private static final int MAX_NESTING = 8;
  private static final double MICROS = 1e6;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNumberLength(MAX_NUMBER_CHARS)
                          .maxStringLength(MAX_TEXT_CHARS)
                          .maxNestingDepth(MAX_NESTING)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private ModelJson() {}

  /**
   * Reads a model.
   *
   * @param origin where it is from, for messages
   * @param utf8 at most {@link Topics#MAX_MODEL_BYTES}
   * @throws ModelFormatException naming origin and member
   */
  public static Model read(String origin, byte[] utf8) {
    if (utf8.length > Topics.MAX_MODEL_BYTES) {
      throw new ModelFormatException(
          "%s: %d bytes, and a model has at most %d"
              .formatted(origin, utf8.length, Topics.MAX_MODEL_BYTES));
    }
    JsonNode node;
    try {
      node = MAPPER.readTree(utf8);
    } catch (JsonProcessingException e) {
      throw new ModelFormatException(
          "%s: is not JSON: %s".formatted(origin, e.getOriginalMessage()), e);
    } catch (IOException e) {
      throw new ModelFormatException("%s: cannot be read: %s".formatted(origin, e), e);
    }
    var all = new Members(origin, node);
    String format = all.text("format");
    if (!format.equals(FORMAT)) {
      throw all.wrong("format is %s, not \"%s\"".formatted(FORMAT, Text.excerpt(format)));
    }
    try {
      ModelKind kind = ModelKind.of(all.text("kind"));
      var head =
          new ModelHead(
              all.text("tenant"),
              all.text("id"),
              all.smallWhole("version"),
              all.instant("createdAt"),
              all.instant("effectiveFrom"),
              all.text("trainingDigest"));
      Members body = all.object("model");
      all.end();
      Model model =
          switch (kind) {
            case ISOLATION_FOREST -> forest(head, body);
            case PEER_GROUPS -> peers(head, body);
            case CALIBRATION -> calibration(head, body);
            case FUSION_WEIGHTS -> weights(head, body);
          };
      body.end();
      return model;
    } catch (ModelFormatException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new ModelFormatException("%s: %s".formatted(origin, e.getMessage()), e);
    }
  }

  private static IsolationForest forest(ModelHead head, Members body) {
    JsonNode array = body.array("trees");
    var trees = new ArrayList<IsolationTree>(array.size());
    for (int i = 0; i < array.size(); i++) {
      var tree = new Members("%s.trees[%d]".formatted(body.path(), i), array.get(i));
      try {
        trees.add(
            new IsolationTree(
                tree.wholes("features"),
                tree.numbers("weights"),
                tree.numbers("thresholds"),
                tree.wholes("children"),
                tree.numbers("depths")));
      } catch (ModelFormatException e) {
        throw e;
      } catch (IllegalArgumentException e) {
        throw new ModelFormatException("%s: %s".formatted(tree.path(), e.getMessage()), e);
      }
      tree.end();
    }
    return new IsolationForest(head, texts(body, "features"), body.number("normalisation"), trees);
  }

  private static List<String> texts(Members body, String name) {
    JsonNode array = body.array(name);
    var texts = new ArrayList<String>(array.size());
    for (int i = 0; i < array.size(); i++) {
      texts.add(text("%s.%s[%d]".formatted(body.path(), name, i), array.get(i)));
    }
    return texts;
  }

  private static String text(String path, JsonNode item) {
    if (!item.isTextual() || item.textValue().isEmpty()) {
      throw new ModelFormatException(path + ": is a text, not " + Members.kind(item));
    }
    return item.textValue();
  }

  private record Peer(long subject, int group) {}

  private static PeerGroups peers(ModelHead head, Members body) {
    JsonNode array = body.array("groups");
    var names = new ArrayList<String>(array.size());
    var peers = new ArrayList<Peer>();
    for (int i = 0; i < array.size(); i++) {
      var group = new Members("%s.groups[%d]".formatted(body.path(), i), array.get(i));
      names.add(group.text("name"));
      JsonNode members = group.array("members");
      for (int j = 0; j < members.size(); j++) {
        String path = "%s.members[%d]".formatted(group.path(), j);
        String digest = text(path, members.get(j));
        if (!digest.matches("[0-9a-f]{16}")) {
          throw new ModelFormatException(
              path + ": is 16 hexadecimal digits in small letters, not " + Text.excerpt(digest));
        }
        peers.add(new Peer(Long.parseUnsignedLong(digest, 16), i));
      }
      group.end();
    }
    peers.sort(Comparator.comparingLong(Peer::subject));
    return new PeerGroups(
        head,
        names,
        peers.stream().mapToLong(Peer::subject).toArray(),
        peers.stream().mapToInt(Peer::group).toArray());
  }

  private static Calibration calibration(ModelHead head, Members body) {
    Members detectors = body.object("detectors");
    var curves = new TreeMap<String, Calibration.Curve>();
    for (var member : detectors.node().properties()) {
      String name = member.getKey();
      var curve =
          new Members("%s.%s".formatted(detectors.path(), Text.excerpt(name)), member.getValue());
      JsonNode points = curve.array("points");
      var raw = new int[points.size()];
      var believed = new int[points.size()];
      for (int i = 0; i < raw.length; i++) {
        JsonNode point = points.get(i);
        String path = "%s.points[%d]".formatted(curve.path(), i);
        if (!point.isArray() || point.size() != 2) {
          throw new ModelFormatException(path + ": is [claimed, believed] in nats");
        }
        raw[i] = micros(path + "[0]", point.get(0));
        believed[i] = micros(path + "[1]", point.get(1));
      }
      try {
        curves.put(name, new Calibration.Curve(curve.whole("windows"), raw, believed));
      } catch (ModelFormatException e) {
        throw e;
      } catch (IllegalArgumentException e) {
        throw new ModelFormatException("%s: %s".formatted(curve.path(), e.getMessage()), e);
      }
      curve.end();
    }
    return new Calibration(head, curves);
  }

  /** Nats as micro-nats, rounded: six decimals are exact. */
  private static int micros(String path, JsonNode nats) {
    double micros = Members.number(path, nats) * MICROS;
    if (!(Math.abs(micros) <= Integer.MAX_VALUE)) {
      throw new ModelFormatException(path + ": is a number of nats, not " + Members.kind(nats));
    }
    return (int) Math.round(micros);
  }

  private static FusionWeights weights(ModelHead head, Members body) {
    Members byFamily = body.object("families");
    var families = new EnumMap<Family, Double>(Family.class);
    for (var member : byFamily.node().properties()) {
      families.put(
          Family.of(member.getKey()),
          Members.number(byFamily.path() + "." + Text.excerpt(member.getKey()), member.getValue()));
    }
    Members byDetector = body.object("detectors");
    var detectors = new TreeMap<String, Double>();
    for (var member : byDetector.node().properties()) {
      detectors.put(
          member.getKey(),
          Members.number(
              byDetector.path() + "." + Text.excerpt(member.getKey()), member.getValue()));
    }
    return new FusionWeights(head, body.whole("verdicts"), families, detectors);
  }
}
