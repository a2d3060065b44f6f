package dev.vedette.detectors.model;

import java.util.HashSet;
import java.util.List;

/**
 * An isolation forest: how short the paths are on which random cuts tell a point from all others.
 * {@code score = 2^(−mean path / normalisation)}, in (0, 1]; about 0.5 is ordinary, towards 1 is
 * unusual.
 *
 * <p>Source: F. T. Liu, K. M. Ting, Z.-H. Zhou, "Isolation Forest", ICDM 2008, equation 2; with
 * several features in a split, S. Hariri, M. Carrasco Kind, R. J. Brunner, "Extended Isolation
 * Forest", IEEE TKDE 2021. Memory: 12 bytes a feature of a split, 16 a split, 8 a leaf. Scoring
 * allocates nothing.
 *
 * @param head which model this is
 * @param features the names of a point's numbers, in order
 * @param normalisation the expected path length in a tree over as many points as each tree was
 *     grown from
 * @param trees at least one
 */
public record IsolationForest(
    ModelHead head, List<String> features, double normalisation, List<IsolationTree> trees)
    implements Model {
  /** The greatest number of trees. */
  public static final int MAX_TREES = 1_000;

  /** The greatest number of features. */
  public static final int MAX_FEATURES = 1_000;

  /** Checks that every tree fits the features. */
  public IsolationForest {
    features = List.copyOf(features);
    trees = List.copyOf(trees);
    if (features.isEmpty() || features.size() > MAX_FEATURES) {
      throw new IllegalArgumentException(
          "features are 1 to %d, not %d".formatted(MAX_FEATURES, features.size()));
    }
    if (new HashSet<>(features).size() != features.size()) {
      throw new IllegalArgumentException("features have a name that occurs twice");
    }
    if (trees.isEmpty() || trees.size() > MAX_TREES) {
      throw new IllegalArgumentException(
          "trees are 1 to %d, not %d".formatted(MAX_TREES, trees.size()));
    }
    if (!(normalisation > 0 && Double.isFinite(normalisation))) {
      throw new IllegalArgumentException(
          "normalisation is above 0 and finite, not " + normalisation);
    }
    for (int i = 0; i < trees.size(); i++) {
      int greatest = trees.get(i).greatestFeature();
      if (greatest >= features.size()) {
        throw new IllegalArgumentException(
            "tree %d looks at feature %d, and there are %d"
                .formatted(i, greatest, features.size()));
      }
    }
  }

  @Override
  public ModelKind kind() {
    return ModelKind.ISOLATION_FOREST;
  }

  /**
   * How unusual a point is, in (0, 1].
   *
   * @param point a finite number for each feature, in the order of {@link #features}
   * @throws IllegalArgumentException if the point has another length or a number is not finite
   */
  public double score(double[] point) {
    if (point.length != features.size()) {
      throw new IllegalArgumentException(
          "a point has %d numbers, not %d".formatted(features.size(), point.length));
    }
    for (int i = 0; i < point.length; i++) {
      if (!Double.isFinite(point[i])) {
        throw new IllegalArgumentException(
            "feature \"%s\" is finite, not %s".formatted(features.get(i), point[i]));
      }
    }
    double length = 0;
    for (int i = 0; i < trees.size(); i++) {
      length += trees.get(i).path(point);
    }
    return StrictMath.pow(2, -length / trees.size() / normalisation);
  }
}
