package dev.vedette.simulator;

import dev.vedette.events.AccessEvent.Endpoint;
import java.util.List;

/**
 * A city with its networks. Autonomous systems are of the private range (RFC 6996), addresses of
 * ranges that are nobody's: RFC 2544 (198.18/15) for offices, exits and hotels, RFC 6598
 * (100.64/10) and RFC 3849 (2001:db8::/32) for homes, carriers and cells, RFC 5737 (documentation)
 * for rented machines: attackers', and the exits of private VPN services.
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

  /** How many stretches a railway line has. */
  static final int STOPS = 3;

  /** Towns on the line to the office, with their positions; in the order of {@link #OFFICES}. */
  private static final List<List<Town>> LINES =
      List.of(
          List.of(
              new Town("Potsdam", 52.40, 13.07),
              new Town("Brandenburg", 52.41, 12.55),
              new Town("Magdeburg", 52.13, 11.63)),
          List.of(
              new Town("Skierniewice", 51.96, 20.15),
              new Town("Łódź", 51.76, 19.46),
              new Town("Radom", 51.40, 21.15)),
          List.of(
              new Town("Chartres", 48.45, 1.49),
              new Town("Orléans", 47.90, 1.90),
              new Town("Reims", 49.26, 4.03)),
          List.of(
              new Town("Reading", 51.46, -0.97),
              new Town("Oxford", 51.75, -1.26),
              new Town("Cambridge", 52.21, 0.12)),
          List.of(
              new Town("Newark", 40.74, -74.17),
              new Town("Stamford", 41.05, -73.54),
              new Town("Trenton", 40.22, -74.74)),
          List.of(
              new Town("Tumakuru", 13.34, 77.10),
              new Town("Mandya", 12.52, 76.90),
              new Town("Mysuru", 12.30, 76.64)),
          List.of(
              new Town("Round Rock", 30.51, -97.68),
              new Town("San Marcos", 29.88, -97.94),
              new Town("Leander", 30.58, -97.85)),
          List.of(
              new Town("Guarulhos", -23.46, -46.53),
              new Town("Jundiaí", -23.19, -46.88),
              new Town("Campinas", -22.91, -47.06)),
          List.of(
              new Town("Yokohama", 35.44, 139.64),
              new Town("Chiba", 35.61, 140.12),
              new Town("Odawara", 35.26, 139.15)));

  private record Town(String name, double lat, double lon) {}

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

  /** A cell beside the line: the carrier's network, the town's position. Only where offices are. */
  Endpoint train(int stop, int cell) {
    Town town = LINES.get(number).get(stop);
    return new Endpoint(
        "100.65.%d.%d".formatted(number * 8 + stop, cell + 1),
        0,
        country,
        64_601L + 3L * number,
        town.name(),
        town.lat(),
        town.lon());
  }

  /** A home line with IPv6: the prefix stays, the rest is another every day (RFC 8981). */
  Endpoint home6(int person, long epochDay) {
    long random = Dice.mix(person * 31L + epochDay);
    return at(
        "2001:db8:%x:%x:%x:%x:%x:%x"
            .formatted(
                number + 1,
                person % 0xffff + 1,
                (random & 0x7fff) + 1,
                (random >>> 15 & 0x7fff) + 1,
                (random >>> 30 & 0x7fff) + 1,
                (random >>> 45 & 0x7fff) + 1),
        64_600L + 3L * number);
  }

  /** Somebody else's home line, rented out by the hour. */
  Endpoint rentedLine(Dice dice) {
    return home(200_000 + dice.below(2_000), 0);
  }

  /** An exit of a private VPN service. */
  Endpoint privateExit(Dice dice) {
    return at(
        DOCUMENTATION.get(number % 3) + (1 + number % 7 * 36 + dice.below(8)), 65_100L + number);
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
