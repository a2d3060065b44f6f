package dev.vedette.detectors;

/**
 * Distances on a sphere of the Earth's mean radius, by the haversine formula: it loses nothing for
 * neighbours (R. W. Sinnott, "Virtues of the Haversine", Sky &amp; Telescope 68, 1984). The
 * flattening of the Earth makes an error of at most 0.6 %.
 */
final class GreatCircle {
  /** The mean radius of WGS 84 in km. */
  private static final double RADIUS_KM = 6371.0088;

  private GreatCircle() {}

  /** Between two positions in degrees, in km: 0 to 20,016. */
  static double kilometres(double lat1, double lon1, double lat2, double lon2) {
    double north = StrictMath.sin(StrictMath.toRadians(lat2 - lat1) / 2);
    double east = StrictMath.sin(StrictMath.toRadians(lon2 - lon1) / 2);
    double parallel =
        StrictMath.cos(StrictMath.toRadians(lat1)) * StrictMath.cos(StrictMath.toRadians(lat2));
    double haversine = north * north + parallel * east * east;
    return 2 * RADIUS_KM * StrictMath.asin(StrictMath.sqrt(Math.min(1, haversine)));
  }
}
