package dev.vedette.training.smile;

import smile.clustering.KMeans;

/**
 * k-means with Smile, by Lloyd's algorithm from seeds of k-means++ (D. Arthur, S. Vassilvitskii,
 * SODA 2007), the best of several beginnings. It is the one of Smile's that needs no native
 * library.
 */
public final class Clustering {
  private static final int MOST_ITERATIONS = 200;
  private static final double TOLERANCE = 1e-9;

  private Clustering() {}

  /**
   * A partition.
   *
   * @param groups for each point its group, from 0
   * @param distortion the mean square distance of points from their group's centre
   */
  public record Partition(int[] groups, double distortion) {}

  /**
   * Parts points into groups.
   *
   * @param points all of one length, finite
   * @param k how many groups, 2 to the number of points
   * @param beginnings how many times it is tried
   * @param seed the same seed, the same groups
   */
  public static Partition of(double[][] points, int k, int beginnings, long seed) {
    if (k < 2 || k > points.length) {
      throw new IllegalArgumentException(
          "groups are 2 to the number of points, %d, not %d".formatted(points.length, k));
    }
    if (beginnings < 1) {
      throw new IllegalArgumentException("beginnings are at least 1, not " + beginnings);
    }
    var options = new smile.clustering.Clustering.Options(k, MOST_ITERATIONS, TOLERANCE, null);
    return OneThread.seeded(
        seed,
        () -> {
          Partition best = null;
          for (int i = 0; i < beginnings; i++) {
            var fitted = KMeans.lloyd(points, options);
            if (best == null || fitted.distortion() < best.distortion) {
              best = new Partition(fitted.group().clone(), fitted.distortion());
            }
          }
          if (best == null) {
            throw new IllegalStateException("there is at least one beginning");
          }
          return best;
        });
  }
}
