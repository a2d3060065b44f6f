package dev.vedette.sources.facts;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where an address is.
 *
 * @param country ISO 3166-1 alpha-2
 * @param asn autonomous system number, 0 if unknown
 * @param city its English name
 * @param lat degrees north, NaN if unknown
 * @param lon degrees east, NaN if unknown
 */
record Place(@Nullable String country, long asn, @Nullable String city, double lat, double lon) {
  static final Place UNKNOWN = new Place(null, 0, null, Double.NaN, Double.NaN);

  private static final int MAX_CITY_CHARS = 256;

  /**
   * Reads the record of a database, nested as MaxMind's are ({@code country.iso_code}, {@code
   * city.names.en}, {@code location.latitude}) or flat ({@code country_code}, {@code city}, {@code
   * latitude}).
   */
  static Place of(Map<?, ?> entry) {
    String country = text(entry.get("country_code"));
    country = country != null ? country : text(inside(entry, "country", "iso_code"));
    String city = text(entry.get("city"));
    city = city != null ? city : text(inside(entry, "city", "names", "en"));
    Object number = entry.get("autonomous_system_number");
    number = number != null ? number : entry.get("as_number");
    double lat = degrees(entry, "latitude");
    double lon = degrees(entry, "longitude");
    long asn = number instanceof Number n ? n.longValue() : 0;
    return new Place(
        country == null || !isCode(country) ? null : country,
        asn < 0 || asn > 0xFFFF_FFFFL ? 0 : asn,
        city == null || city.length() > MAX_CITY_CHARS ? null : city,
        Math.abs(lat) <= 90 ? lat : Double.NaN,
        Math.abs(lon) <= 180 ? lon : Double.NaN);
  }

  /** What this one says, and of the other what this one does not say. */
  Place or(Place other) {
    boolean located = !Double.isNaN(lat) && !Double.isNaN(lon);
    return new Place(
        country != null ? country : other.country,
        asn != 0 ? asn : other.asn,
        city != null ? city : other.city,
        located ? lat : other.lat,
        located ? lon : other.lon);
  }

  private static @Nullable Object inside(Map<?, ?> entry, String... path) {
    Object at = entry;
    for (String name : path) {
      at = at instanceof Map<?, ?> map ? map.get(name) : null;
    }
    return at;
  }

  private static double degrees(Map<?, ?> entry, String name) {
    Object value = entry.get(name);
    value = value != null ? value : inside(entry, "location", name);
    return value instanceof Number number ? number.doubleValue() : Double.NaN;
  }

  private static boolean isCode(String country) {
    return country.length() == 2 && isCapital(country.charAt(0)) && isCapital(country.charAt(1));
  }

  private static boolean isCapital(char c) {
    return c >= 'A' && c <= 'Z';
  }

  private static @Nullable String text(@Nullable Object value) {
    return value instanceof String text && !text.isBlank() ? text : null;
  }
}
