package dev.vedette.simulator;

import java.util.List;
import java.util.SplittableRandom;

/**
 * A seeded stream of chance for one entity, such as one person on one day. The stream depends on
 * the seed and the path alone, so who else lives in the company changes nothing. Only {@code
 * nextLong} of the generator is used and only {@link StrictMath}: the same bytes on every machine.
 */
public final class Dice {
  private final SplittableRandom random;

  private Dice(long seed) {
    random = new SplittableRandom(seed);
  }

  /** The stream of a path, such as (purpose, entity, day). */
  public static Dice of(long seed, long... path) {
    long state = mix(seed);
    for (long step : path) {
      state = mix(state * 0x9E37_79B9_7F4A_7C15L + step);
    }
    return new Dice(state);
  }

  /** A bijection of 64 bits (the finaliser of MurmurHash3, variant 13 of David Stafford). */
  public static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D0_49BB_1331_11EBL;
    return z ^ (z >>> 31);
  }

  /** Uniform in [0, 1). */
  public double unit() {
    return (random.nextLong() >>> 11) * 0x1p-53;
  }

  /** Uniform in 0 to n−1. */
  public int below(int n) {
    return (int) (unit() * n);
  }

  /** Uniform in [low, high). */
  public double between(double low, double high) {
    return low + unit() * (high - low);
  }

  /** Uniform in [low, high). */
  public long between(long low, long high) {
    return low + (long) (unit() * (high - low));
  }

  /** True with a probability. */
  public boolean chance(double probability) {
    return unit() < probability;
  }

  /** One of a list, each as likely as the others. */
  public <T> T pick(List<T> from) {
    return from.get(below(from.size()));
  }

  /** Exponential, of a mean. */
  public double exponential(double mean) {
    return -mean * StrictMath.log(1 - unit());
  }

  /** Box and Muller's transform; the second value is thrown away. */
  public double normal(double mean, double deviation) {
    double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - unit()));
    return mean + deviation * radius * StrictMath.cos(2 * StrictMath.PI * unit());
  }

  /** Log-normal, of a median and a standard deviation of the logarithm. */
  public double logNormal(double median, double sigma) {
    return median * StrictMath.exp(normal(0, sigma));
  }

  /** Knuth's product of uniforms: for small means. */
  public int poisson(double mean) {
    double limit = StrictMath.exp(-mean);
    int count = 0;
    for (double product = unit(); product > limit; product *= unit()) {
      count++;
    }
    return count;
  }
}
