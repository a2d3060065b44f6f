package dev.vedette.simulator;

import dev.vedette.events.AccessEvent.Endpoint;
import java.util.List;

/**
 * A city with its networks. Autonomous systems are of the private range (RFC 6996), addresses of
 * ranges that are nobody's: RFC 2544 (198.18/15) for offices, exits and hotels, RFC 6598
 * (100.64/10) for homes and carriers, RFC 5737 (documentation) for attackers.
 *
 * @param number the place's own number, from which its networks' numbers come
 * @param offsetMinutes ahead of UTC in winter; nobody changes clocks in summer
 */
record Place(int number, String country, String city, double lat, double lon, int offsetMinutes) {
  /** Where there are offices, the first being the head office's city. */
  static final List<Place> OFFICES =
      List.of(
          new Place(0, "DE", "Berlin", 52.52, 13.41, 60),
          new Place(1, "PL", "Warsaw", 52.23, 21.01, 60),
          new Place(2, "FR", "Paris", 48.86, 2.35, 60),
          new Place(3, "GB", "London", 51.51, -0.13, 0),
          new Place(4, "US", "New York", 40.71, -74.01, -300),
          new Place(5, "IN", "Bengaluru", 12.97, 77.59, 330),
          new Place(6, "US", "Austin", 30.27, -97.74, -360),
          new Place(7, "BR", "São Paulo", -23.55, -46.63, -180),
          new Place(8, "JP", "Tokyo", 35.68, 139.69, 540));

  /** How the offices are spread over {@link #OFFICES}. */
  static final double[] OFFICE_WEIGHTS = {35, 15, 12, 12, 8, 7, 5, 3, 3};

  /** Where people travel besides. */
  static final List<Place> ABROAD =
      List.of(
          new Place(9, "ES", "Madrid", 40.42, -3.70, 60),
          new Place(10, "AT", "Vienna", 48.21, 16.37, 60),
          new Place(11, "CA", "Toronto", 43.65, -79.38, -300),
          new Place(12, "SG", "Singapore", 1.35, 103.82, 480),
          new Place(13, "AE", "Dubai", 25.20, 55.27, 240),
          new Place(14, "IT", "Milan", 45.46, 9.19, 60));

  /** Where attackers rent machines. Honest people work from some of these countries, too. */
  static final List<Place> HOSTERS =
      List.of(
          new Place(20, "RO", "Bucharest", 44.43, 26.10, 120),
          new Place(21, "VN", "Hanoi", 21.03, 105.85, 420),
          new Place(22, "NL", "Amsterdam", 52.37, 4.90, 60),
          new Place(23, "ID", "Jakarta", -6.21, 106.85, 420),
          new Place(24, "NG", "Lagos", 6.52, 3.38, 60),
          new Place(25, "US", "Ashburn", 39.04, -77.49, -300),
          new Place(26, "KZ", "Almaty", 43.24, 76.89, 300));

  private static final List<String> DOCUMENTATION =
      List.of("203.0.113.", "198.51.100.", "192.0.2.");

  Endpoint office(int office) {
    return at("198.18.%d.%d".formatted(office / 250 % 190, office % 250 + 1), 64_520L + number);
  }

  Endpoint vpnExit(int exit) {
    return at("198.18.%d.%d".formatted(200 + exit / 250 % 20, exit % 250 + 1), 64_515);
  }

  Endpoint datacentre(int exit) {
    return at("198.18.%d.%d".formatted(230 + exit / 250 % 20, exit % 250 + 1), 64_516);
  }

  Endpoint hotel(int hotel) {
    return at("198.19.%d.%d".formatted(number, hotel % 250 + 1), 64_602L + 3L * number);
  }

  Endpoint carrier(int gateway) {
    return at(
        "100.64.%d.%d".formatted(number * 8 + gateway / 250 % 8, gateway % 250 + 1),
        64_601L + 3L * number);
  }

  /** A home line: the provider gives another address from time to time. */
  Endpoint home(int person, int lease) {
    int n = person * 8 + Math.floorMod(lease, 8);
    return at(
        "100.%d.%d.%d".formatted(96 + (n >>> 16) % 32, (n >>> 8) & 255, n & 255),
        64_600L + 3L * number);
  }

  Endpoint hoster(Dice dice) {
    return at(dice.pick(DOCUMENTATION) + (1 + dice.below(254)), 65_100L + number);
  }

  private Endpoint at(String ip, long asn) {
    return new Endpoint(ip, 0, country, asn, city, lat, lon);
  }
}
