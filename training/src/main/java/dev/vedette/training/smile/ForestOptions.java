package dev.vedette.training.smile;

/**
 * How an isolation forest is grown.
 *
 * @param trees how many, 1 to 1000
 * @param sample from how many points each tree is grown, 2 to 65,536
 * @param together how many features a split looks at: 1 is the plain forest, more the extended one
 * @param seed the same seed, the same forest
 */
public record ForestOptions(int trees, int sample, int together, long seed) {
  /** 100 trees of 256 points and one feature a split, as Liu, Ting and Zhou (2008) recommend. */
  public static final ForestOptions DEFAULT = new ForestOptions(100, 256, 1, 1);

  /** Checks the ranges. */
  public ForestOptions {
    if (trees < 1 || trees > 1_000) {
      throw new IllegalArgumentException("trees are 1 to 1000, not " + trees);
    }
    if (sample < 2 || sample > 65_536) {
      throw new IllegalArgumentException("a sample is 2 to 65536 points, not " + sample);
    }
    if (together < 1) {
      throw new IllegalArgumentException("a split looks at 1 feature at least, not " + together);
    }
  }
}
