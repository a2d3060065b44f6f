package dev.vedette.detectors;

import dev.vedette.events.Packer;
import dev.vedette.events.Unpacker;
import java.util.Arrays;

/**
 * How much of something there usually is in an hour in which there is any, by season: the quarter
 * of a day (UTC) and whether it is a workday or a weekend.
 *
 * <p>Amounts are counted on a {@link Scale} on which they are near normal. A season's mean is
 * shrunk towards the mean of all seasons ({@value #SEASON_PRIOR} windows' worth) and that towards a
 * prior; the variance, pooled over seasons, is shrunk towards that of a law with the spread of an
 * exponential. The predictive law is Student's t (K. Murphy, "Conjugate Bayesian analysis of the
 * Gaussian distribution", 2007, eq. 110), held at eight degrees of freedom so that its tail stays
 * heavy ({@link Tails#student8}).
 *
 * <p>Two hours are judged together: of a sum of two heavy-tailed amounts the tail is {@code P(X₁ +
 * X₂ ≥ x) ≈ 2·P(X ≥ x − m)}, the principle of a single big jump (S. Foss, D. Korshunov, S. Zachary,
 * "An Introduction to Heavy-Tailed and Subexponential Distributions", 2013, chapter 3), with m the
 * usual amount.
 *
 * @param weights aged windows by season
 * @param means of the scaled amounts by season
 * @param squares aged sum of squared distances from the seasons' means; in all at most {@value
 *     #MAX_BYTES} bytes of state
 */
record SeasonalRate(float[] weights, float[] means, float squares) {
  static final int SEASONS = 8;
  static final int MAX_BYTES = 1 + 8 * SEASONS + 4;
  static final SeasonalRate NONE = new SeasonalRate(new float[SEASONS], new float[SEASONS], 0);

  private static final int QUARTER_HOURS = 6;
  private static final double SEASON_PRIOR = 3;
  private static final double LN_TWO = StrictMath.log(2);

  /** On what scale amounts are near normal. */
  enum Scale {
    /**
     * The cube root of a count: near normal for gamma-distributed rates of any shape (E. Wilson and
     * M. Hilferty, "The distribution of chi-square", PNAS 17, 1931), and still a cautious scale for
     * lognormal ones.
     */
    COUNT {
      @Override
      double of(double amount) {
        return StrictMath.cbrt(amount);
      }

      @Override
      double back(double scaled) {
        return scaled * scaled * scaled;
      }

      @Override
      double priorVariance(double mean) {
        return SPREAD_OF_EXPONENTIAL * SPREAD_OF_EXPONENTIAL * mean * mean;
      }

      // The variance of the cube root of a Poisson count, by the delta method.
      @Override
      double leastVariance(double mean) {
        return 1 / (9 * StrictMath.cbrt(back(mean) + 0.5));
      }
    },
    /** The logarithm of bytes, in kB; their spread is a prior, to be calibrated. */
    BYTES {
      @Override
      double of(double amount) {
        return StrictMath.log1p(amount / BYTES_IN_KB);
      }

      @Override
      double back(double scaled) {
        return StrictMath.expm1(scaled) * BYTES_IN_KB;
      }

      @Override
      double priorVariance(double mean) {
        return 2.25;
      }

      @Override
      double leastVariance(double mean) {
        return 0.1;
      }
    },
    /**
     * The logarithm of a day's bytes, in MB: one plus, so that days of next to nothing are alike
     * and do not make every other day seem possible.
     */
    BYTES_OF_A_DAY {
      @Override
      double of(double amount) {
        return StrictMath.log1p(amount / BYTES_IN_MB);
      }

      @Override
      double back(double scaled) {
        return StrictMath.expm1(scaled) * BYTES_IN_MB;
      }

      @Override
      double priorVariance(double mean) {
        return 0.2;
      }

      @Override
      double leastVariance(double mean) {
        return 0.1;
      }
    };

    private static final double BYTES_IN_KB = 1000;
    private static final double BYTES_IN_MB = 1_000_000;

    /** The coefficient of variation of the cube root of an exponential variable. */
    private static final double SPREAD_OF_EXPONENTIAL = 0.363;

    /** The scaled amount. */
    abstract double of(double amount);

    /** The amount of a scaled one. */
    abstract double back(double scaled);

    /** The variance that is believed while nothing is known. */
    abstract double priorVariance(double mean);

    /** The variance that cannot be undercut, whatever was learned. */
    abstract double leastVariance(double mean);
  }

  /**
   * What is believed before anything is known.
   *
   * @param scale of the amounts
   * @param amount the usual amount in an hour in which there is any
   * @param windows how many windows that is worth
   * @param scaled the amount on its scale
   */
  record Prior(Scale scale, double amount, double windows, double scaled) {
    Prior(Scale scale, double amount, double windows) {
      this(scale, amount, windows, scale.of(amount));
    }
  }

  /** The season of an instant; the epoch began on a Thursday. */
  static int season(long millis) {
    long weekday = Math.floorMod(Math.floorDiv(millis, Ageing.DAY_MILLIS) + 3, 7L);
    int quarter = (int) (Math.floorMod(millis, Ageing.DAY_MILLIS) / Ageing.HOUR_MILLIS);
    return quarter / QUARTER_HOURS + (weekday >= 5 ? SEASONS / 2 : 0);
  }

  /** Whether a season is of Saturday and Sunday. */
  static boolean isWeekend(int season) {
    return season >= SEASONS / 2;
  }

  /** The hour of the day at which a season begins, UTC. */
  static int fromHour(int season) {
    return season % (SEASONS / 2) * QUARTER_HOURS;
  }

  /** The hour of the day at which a season ends, UTC. */
  static int toHour(int season) {
    return fromHour(season) + QUARTER_HOURS;
  }

  /** Learns an amount. */
  SeasonalRate plus(double amount, int season, double fade, Scale scale) {
    float[] newWeights = weights.clone();
    float[] newMeans = means.clone();
    for (int i = 0; i < SEASONS; i++) {
      newWeights[i] *= (float) fade;
    }
    double x = scale.of(amount);
    double before = newWeights[season];
    double distance = before == 0 ? 0 : x - means[season];
    double mean = before == 0 ? x : means[season] + distance / (before + 1);
    newWeights[season] = (float) (before + 1);
    newMeans[season] = (float) mean;
    return new SeasonalRate(newWeights, newMeans, (float) (squares * fade + distance * (x - mean)));
  }

  /** Aged windows of all seasons. */
  double windows() {
    double sum = 0;
    for (float weight : weights) {
      sum += weight;
    }
    return sum;
  }

  /** The usual amount in that season. */
  double usual(int season, Prior prior) {
    return prior.scale.back(mean(season, prior));
  }

  private double mean(int season, Prior prior) {
    double sum = prior.windows * prior.scaled;
    double all = prior.windows;
    for (int i = 0; i < SEASONS; i++) {
      sum += (double) weights[i] * means[i];
      all += weights[i];
    }
    double own = weights[season];
    return (SEASON_PRIOR * (sum / all) + own * means[season]) / (SEASON_PRIOR + own);
  }

  /** {@code ln P} of so much or more in two hours; 0 for the usual. Falls as the amount grows. */
  double logTail(double amount, int season, Prior prior) {
    double mean = mean(season, prior);
    double jump = amount - prior.scale.back(mean);
    return jump <= 0 ? 0 : Math.min(0, LN_TWO + logTail(jump, mean, season, prior));
  }

  /** {@code ln P} of so much or more in one window. */
  double logTailOfOne(double amount, int season, Prior prior) {
    return logTail(amount, mean(season, prior), season, prior);
  }

  private double logTail(double amount, double mean, int season, Prior prior) {
    double variance =
        (prior.windows * prior.scale.priorVariance(mean) + squares) / (prior.windows + windows());
    double predictive =
        Math.max(variance, prior.scale.leastVariance(mean))
            * (1 + 1 / (SEASON_PRIOR + weights[season]));
    double t = (prior.scale.of(amount) - mean) / StrictMath.sqrt(predictive);
    return StrictMath.log(Tails.student8(t));
  }

  void write(Packer to) {
    int present = 0;
    for (int i = 0; i < SEASONS; i++) {
      present |= weights[i] == 0 ? 0 : 1 << i;
    }
    to.putByte(present);
    if (present != 0) {
      to.putFloat(squares);
    }
    for (int i = 0; i < SEASONS; i++) {
      if (weights[i] != 0) {
        to.putFloat(weights[i]).putFloat(means[i]);
      }
    }
  }

  static SeasonalRate read(Unpacker from) {
    int present = from.getByte();
    if (present == 0) {
      return NONE;
    }
    float squares = from.getFloat();
    float[] weights = new float[SEASONS];
    float[] means = new float[SEASONS];
    for (int i = 0; i < SEASONS; i++) {
      if ((present >>> i & 1) != 0) {
        weights[i] = from.getFloat();
        means[i] = from.getFloat();
      }
    }
    return new SeasonalRate(weights, means, squares);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SeasonalRate(float[] theirs, float[] itsMeans, float itsSquares)
        && Arrays.equals(weights, theirs)
        && Arrays.equals(means, itsMeans)
        && squares == itsSquares;
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(weights) + Arrays.hashCode(means);
  }

  @Override
  public String toString() {
    return "SeasonalRate%s%s%s"
        .formatted(Arrays.toString(weights), Arrays.toString(means), squares);
  }
}
