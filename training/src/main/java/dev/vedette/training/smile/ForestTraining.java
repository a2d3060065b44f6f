package dev.vedette.training.smile;

import smile.anomaly.IsolationForest;

/** Grows isolation forests with Smile. */
public final class ForestTraining {
  private ForestTraining() {}

  /**
   * Grows a forest.
   *
   * @param points at least 3, all of one length, finite
   * @return Smile's forest, whose scores are normalised by the sample of a tree, as in the paper;
   *     Smile itself normalises by all points, which lets every score rise with their number
   */
  public static IsolationForest fit(double[][] points, ForestOptions options) {
    if (points.length < 3) {
      throw new IllegalArgumentException(
          "a forest is grown from 3 points at least, not " + points.length);
    }
    int sample = Math.min(options.sample(), points.length - 1);
    int width = points[0].length;
    if (options.together() > width) {
      throw new IllegalArgumentException(
          "a split looks at %d features, and there are %d".formatted(options.together(), width));
    }
    var settings =
        new IsolationForest.Options(
            options.trees(), 0, (double) sample / points.length, options.together() - 1);
    IsolationForest grown =
        OneThread.seeded(options.seed(), () -> IsolationForest.fit(points, settings));
    return new IsolationForest(sample, width, grown.extensionLevel(), grown.trees());
  }
}
