package dev.vedette.sources.facts;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

/**
 * A list of addresses, each with a number: on how many lists it is. Immutable; about 8 bytes for an
 * IPv4 address.
 */
final class AddressList {
  private static final int MAX_NUMBER = 0xFFFF;

  /** IPv4: the address and 16 bits of its number, sorted. */
  private final long[] ipv4;

  private final Map<Address, Integer> ipv6;

  private AddressList(long[] ipv4, Map<Address, Integer> ipv6) {
    this.ipv4 = ipv4;
    this.ipv6 = ipv6;
  }

  int size() {
    return ipv4.length + ipv6.size();
  }

  /** The number of an address, 0 if it is not on the list. */
  int of(Address address) {
    if (!address.isIpv4()) {
      return ipv6.getOrDefault(address, 0);
    }
    long first = (address.low() & 0xFFFF_FFFFL) << 16;
    int at = Arrays.binarySearch(ipv4, first);
    int i = at >= 0 ? at : -at - 1;
    return i < ipv4.length && ipv4[i] >>> 16 == first >>> 16 ? (int) (ipv4[i] & MAX_NUMBER) : 0;
  }

  /**
   * Reads a list: an address a line, and after blanks, a comma or a semicolon, if there is one, its
   * number, 1 to 65535; 1 if there is none. A line that begins with # is a comment.
   *
   * @throws IllegalArgumentException naming file and line if it is not such a list
   */
  static AddressList read(String file, BufferedReader lines) throws IOException {
    var numbers = new HashMap<Address, Integer>();
    int number = 0;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      number++;
      String text = line.strip();
      if (text.isEmpty() || text.startsWith("#")) {
        continue;
      }
      if (number > FactFile.MAX_ROWS) {
        throw FactFile.wrong(file, number, "at most %d lines".formatted(FactFile.MAX_ROWS));
      }
      String[] parts = text.split("[\\s,;]+", 3);
      Address address = Address.of(parts[0]);
      if (address == null) {
        throw FactFile.wrong(file, number, "field \"ip\": not a literal address", parts[0]);
      }
      if (parts.length > 1 && !parts[1].matches("[1-9]\\d{0,4}")) {
        throw FactFile.wrong(file, number, "field \"count\": not a number from 1", parts[1]);
      }
      int count = parts.length > 1 ? Math.min(MAX_NUMBER, Integer.parseInt(parts[1])) : 1;
      numbers.merge(address, count, Math::max);
    }
    var ipv6 = new HashMap<Address, Integer>();
    numbers.entrySet().stream()
        .filter(entry -> !entry.getKey().isIpv4())
        .forEach(entry -> ipv6.put(entry.getKey(), entry.getValue()));
    long[] ipv4 =
        numbers.entrySet().stream()
            .filter(entry -> entry.getKey().isIpv4())
            .sorted(Map.Entry.comparingByKey(Comparator.naturalOrder()))
            .mapToLong(entry -> (entry.getKey().low() & 0xFFFF_FFFFL) << 16 | entry.getValue())
            .toArray();
    return new AddressList(ipv4, ipv6);
  }
}
