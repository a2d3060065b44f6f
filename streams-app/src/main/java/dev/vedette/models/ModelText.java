package dev.vedette.models;

import dev.vedette.detectors.model.Calibration;
import dev.vedette.detectors.model.FusionWeights;
import dev.vedette.detectors.model.IsolationForest;
import dev.vedette.detectors.model.IsolationTree;
import dev.vedette.detectors.model.Model;
import dev.vedette.detectors.model.ModelHead;
import dev.vedette.detectors.model.PeerGroups;
import dev.vedette.events.Text;
import java.time.Instant;
import java.util.Formatter;
import java.util.Locale;

/** What a model holds, for people. */
public final class ModelText {
  private static final int MOST_GROUPS = 50;

  private ModelText() {}

  /** Some lines, each with its end. */
  public static String of(Model model) {
    ModelHead head = model.head();
    var text = new Formatter(Locale.ROOT);
    text.format("key             %s\n", ModelKey.of(model));
    text.format("created         %s\n", Instant.ofEpochMilli(head.createdAtMillis()));
    text.format("effective from  %s\n", Instant.ofEpochMilli(head.effectiveFromMillis()));
    text.format("learned from    %s\n", head.trainingDigest());
    switch (model) {
      case IsolationForest forest -> forest(text, forest);
      case PeerGroups peers -> peers(text, peers);
      case Calibration calibration -> calibration(text, calibration);
      case FusionWeights weights -> weights(text, weights);
    }
    return text.toString();
  }

  private static void forest(Formatter text, IsolationForest forest) {
    long splits = 0;
    for (IsolationTree tree : forest.trees()) {
      splits += tree.thresholds().length;
    }
    text.format("trees           %d with %,d splits\n", forest.trees().size(), splits);
    text.format("normalisation   %.4f\n", forest.normalisation());
    text.format("features        %s\n", Text.excerpt(String.join(", ", forest.features())));
  }

  private static void peers(Formatter text, PeerGroups peers) {
    var sizes = new int[peers.names().size()];
    for (int group : peers.groups()) {
      sizes[group]++;
    }
    text.format("principals      %,d in %d groups\n", peers.subjects().length, sizes.length);
    for (int i = 0; i < Math.min(sizes.length, MOST_GROUPS); i++) {
      text.format("  %-13s %,d\n", Text.excerpt(peers.names().get(i)), sizes[i]);
    }
  }

  private static void calibration(Formatter text, Calibration calibration) {
    text.format(
        "%-30s %12s %8s %8s %8s %8s\n", "believed, of claimed", "windows", "2", "4", "6", "8");
    calibration
        .curves()
        .forEach((detector, curve) ->
            text.format(
                "  %-28s %,12d %8.2f %8.2f %8.2f %8.2f\n",
                Text.excerpt(detector),
                curve.windows(),
                calibration.apply(detector, 2_000_000) / 1e6,
                calibration.apply(detector, 4_000_000) / 1e6,
                calibration.apply(detector, 6_000_000) / 1e6,
                calibration.apply(detector, 8_000_000) / 1e6));
  }

  private static void weights(Formatter text, FusionWeights weights) {
    text.format("verdicts        %,d\n", weights.verdicts());
    weights
        .families()
        .forEach((family, weight) -> text.format("  %-28s %.3f\n", family.wireName(), weight));
    weights
        .detectors()
        .forEach(
            (detector, weight) -> text.format("  %-28s %.3f\n", Text.excerpt(detector), weight));
  }
}
