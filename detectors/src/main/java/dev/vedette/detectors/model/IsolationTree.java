package dev.vedette.detectors.model;

/**
 * One tree of an isolation forest, as arrays. Splits are numbered from the root (0) so that a child
 * has a greater number than its parent; a child {@code c < 0} is the leaf {@code ~c}. A point goes
 * to the first child of split {@code s} if {@code Σ weights · x[features] < thresholds[s]}, summed
 * in the order given, otherwise to the second.
 *
 * @param features indices into the point, {@code w} of them for each split, rising within a split
 * @param weights the factors of those features
 * @param thresholds one for each split
 * @param children two for each split
 * @param depths for each leaf the path length of points that end there: the leaf's depth, and the
 *     expected depth of a tree over the training points that were left in it
 */
public record IsolationTree(
    int[] features, double[] weights, double[] thresholds, int[] children, double[] depths) {

  /** Checks that the arrays are one tree in which every split and every leaf is reached once. */
  public IsolationTree {
    int splits = thresholds.length;
    if (depths.length != splits + 1) {
      throw new IllegalArgumentException(
          "a tree of %d splits has %d leaves, not %d".formatted(splits, splits + 1, depths.length));
    }
    if (children.length != 2 * splits) {
      throw new IllegalArgumentException(
          "a tree of %d splits has %d children, not %d"
              .formatted(splits, 2 * splits, children.length));
    }
    if (features.length != weights.length
        || (splits == 0 ? features.length != 0 : features.length % splits != 0)
        || (splits > 0 && features.length == 0)) {
      throw new IllegalArgumentException(
          "every split has as many features as weights, and each split as many as the other: %d"
                  .formatted(features.length)
              + " features, %d weights, %d splits".formatted(weights.length, splits));
    }
    checkLinks(children, splits);
    checkFinite("weights", weights);
    checkFinite("thresholds", thresholds);
    checkFinite("depths", depths);
    for (double depth : depths) {
      if (depth < 0) {
        throw new IllegalArgumentException("a depth is at least 0, not " + depth);
      }
    }
    int width = splits == 0 ? 0 : features.length / splits;
    for (int i = 0; i < features.length; i++) {
      if (features[i] < 0 || (i % width != 0 && features[i] <= features[i - 1])) {
        throw new IllegalArgumentException(
            "the features of a split are at least 0 and rise: split " + i / width);
      }
    }
  }

  private static void checkLinks(int[] children, int splits) {
    var reached = new boolean[2 * splits + 1];
    for (int i = 0; i < children.length; i++) {
      int child = children[i];
      boolean leaf = child < 0;
      int at = leaf ? splits + ~child : child;
      if (at > 2 * splits || (!leaf && (child >= splits || child <= i / 2))) {
        throw new IllegalArgumentException(
            "split %d has a child %d: a child is a later split of %d, or a leaf"
                .formatted(i / 2, child, splits));
      }
      if (reached[at]) {
        throw new IllegalArgumentException(
            "split %d has a child %d that another has".formatted(i / 2, child));
      }
      reached[at] = true;
    }
  }

  private static void checkFinite(String name, double[] values) {
    for (double value : values) {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException(name + " are finite, not " + value);
      }
    }
  }

  /** How many features each split looks at; 0 for a tree that is one leaf. */
  int width() {
    return thresholds.length == 0 ? 0 : features.length / thresholds.length;
  }

  /** The greatest index of a feature; -1 for a tree that is one leaf. */
  int greatestFeature() {
    int greatest = -1;
    for (int feature : features) {
      greatest = Math.max(greatest, feature);
    }
    return greatest;
  }

  /** How long the path of a point is. */
  double path(double[] point) {
    if (thresholds.length == 0) {
      return depths[0];
    }
    int width = features.length / thresholds.length;
    int split = 0;
    while (true) {
      double sum = 0;
      for (int i = split * width; i < (split + 1) * width; i++) {
        sum += point[features[i]] * weights[i];
      }
      int next = children[2 * split + (sum < thresholds[split] ? 0 : 1)];
      if (next < 0) {
        return depths[~next];
      }
      split = next;
    }
  }
}
