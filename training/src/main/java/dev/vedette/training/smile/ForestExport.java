package dev.vedette.training.smile;

import dev.vedette.detectors.model.IsolationForest;
import dev.vedette.detectors.model.IsolationTree;
import dev.vedette.detectors.model.ModelHead;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Smile's forest as numbers of our own. Smile shows its trees to nobody, so their fields are read
 * by reflection; a release that names them otherwise fails here, loudly, and in the test that
 * compares scores.
 */
public final class ForestExport {
  private ForestExport() {}

  /**
   * The same forest without Smile: the same scores to the last bits.
   *
   * @param features the names of a point's numbers, in order
   */
  public static IsolationForest of(
      ModelHead head, List<String> features, smile.anomaly.IsolationForest forest) {
    int together = forest.extensionLevel() + 1;
    var trees = new ArrayList<IsolationTree>();
    for (smile.anomaly.IsolationTree tree : forest.trees()) {
      trees.add(new Walk(together).of(value(tree, "root")));
    }
    return new IsolationForest(head, features, (double) value(forest, "c"), trees);
  }

  /** One tree, from the root down. */
  private static final class Walk {
    private final int together;
    private final List<Integer> features = new ArrayList<>();
    private final List<Double> weights = new ArrayList<>();
    private final List<Double> thresholds = new ArrayList<>();
    private final List<int[]> children = new ArrayList<>();
    private final List<Double> depths = new ArrayList<>();

    Walk(int together) {
      this.together = together;
    }

    IsolationTree of(Object root) {
      add(root);
      return new IsolationTree(
          ints(features),
          doubles(weights),
          doubles(thresholds),
          children.stream().flatMapToInt(Arrays::stream).toArray(),
          doubles(depths));
    }

    /** Adds a node and what is below it; its number as a child. */
    private int add(Object node) {
      Object slope = field(node, "slope");
      if (slope == null) {
        depths.add((double) value(node, "depth"));
        return ~(depths.size() - 1);
      }
      int split = thresholds.size();
      thresholds.add((double) value(node, "bias"));
      direction((double[]) slope);
      var both = new int[2];
      children.add(both);
      both[0] = add(value(node, "left"));
      both[1] = add(value(node, "right"));
      return split;
    }

    /** The features that count, and, should chance have drawn a zero, others in their place. */
    private void direction(double[] slope) {
      var used = new boolean[slope.length];
      int count = 0;
      for (int i = 0; i < slope.length; i++) {
        used[i] = slope[i] != 0;
        count += used[i] ? 1 : 0;
      }
      for (int i = 0; i < slope.length && count < together; i++) {
        count += used[i] ? 0 : 1;
        used[i] = true;
      }
      for (int i = 0; i < slope.length; i++) {
        if (used[i]) {
          features.add(i);
          weights.add(slope[i]);
        }
      }
    }

    private static int[] ints(List<Integer> values) {
      return values.stream().mapToInt(Integer::intValue).toArray();
    }

    private static double[] doubles(List<Double> values) {
      return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
  }

  private static Object value(Object of, String name) {
    Object value = field(of, name);
    if (value == null) {
      throw new IllegalStateException("%s.%s is null".formatted(of.getClass().getName(), name));
    }
    return value;
  }

  private static @Nullable Object field(Object of, String name) {
    try {
      Field field = of.getClass().getDeclaredField(name);
      field.setAccessible(true);
      return field.get(of);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          "this release of Smile keeps no %s in %s".formatted(name, of.getClass().getName()), e);
    }
  }
}
