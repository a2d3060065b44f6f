package dev.vedette.events;

/**
 * How rare an action is in a tenant, as a quantised fraction of its active principals.
 *
 * <p>{@code step} is {@code round(-2·log2(fraction))}: 0 means that everybody does it, 2 half of
 * them, 20 one in a thousand. Counted over the 28 days that end two days before the event.
 *
 * @param step half powers of two, 0 to {@value #MAX_STEP}; {@value #UNKNOWN_STEP} if not yet known
 * @param epochDay the last day counted, the version of the snapshot; 0 if not yet known
 */
public record Rarity(int step, int epochDay) {
  /** The greatest step: one in a million. */
  public static final int MAX_STEP = 40;

  /** The step of what is not known. */
  public static final int UNKNOWN_STEP = -1;

  /** Nothing is known yet. */
  public static final Rarity UNKNOWN = new Rarity(UNKNOWN_STEP, 0);

  /** Checks the range. */
  public Rarity {
    if (step < UNKNOWN_STEP || step > MAX_STEP) {
      throw new IllegalArgumentException(
          "rarity step is -1 to %d, not %d".formatted(MAX_STEP, step));
    }
  }

  /** Whether a snapshot was there when the event came. */
  public boolean isKnown() {
    return step >= 0;
  }

  /** The fraction of active principals, in (0, 1]; 1 if not known. */
  public double fraction() {
    return isKnown() ? StrictMath.pow(2, -step / 2.0) : 1;
  }

  /**
   * The rarity of what {@code doers} of {@code active} principal-days show, with half an unseen
   * doer added so that the unseen is rare but possible.
   */
  public static Rarity of(long doers, long active, int epochDay) {
    if (active <= 0) {
      return UNKNOWN;
    }
    double fraction = Math.min(1, (doers + 0.5) / (active + 1.0));
    long step = StrictMath.round(-2 * StrictMath.log(fraction) / StrictMath.log(2));
    return new Rarity((int) Math.min(MAX_STEP, step), epochDay);
  }
}
