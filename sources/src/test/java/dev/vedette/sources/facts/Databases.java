package dev.vedette.sources.facts;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Writes small databases in MaxMind's format, version 2.0: a search tree of 24-bit records over
 * IPv6 (IPv4 under ::/96), then the data.
 *
 * @see <a href="https://maxmind.github.io/MaxMind-DB/">the format</a>
 */
final class Databases {
  private static final int EMPTY = -1;

  private Databases() {}

  /** Writes the records of IPv4 addresses with prefix, such as {@code 192.0.2.0/24}. */
  static Path write(Path file, Map<String, Map<String, Object>> records) throws IOException {
    var nodes = new ArrayList<int[]>(List.of(new int[] {EMPTY, EMPTY}));
    var data = new ByteArrayOutputStream();
    for (var entry : records.entrySet()) {
      int slash = entry.getKey().indexOf('/');
      byte[] ip = InetAddress.ofLiteral(entry.getKey().substring(0, slash)).getAddress();
      int bits = 96 + Integer.parseInt(entry.getKey().substring(slash + 1));
      int offset = data.size();
      value(data, entry.getValue());
      int at = 0;
      for (int i = 0; i < bits; i++) {
        int bit = i < 96 ? 0 : ip[(i - 96) / 8] >> (7 - (i - 96) % 8) & 1;
        if (i == bits - 1) {
          nodes.get(at)[bit] = -2 - offset;
        } else {
          if (nodes.get(at)[bit] == EMPTY) {
            nodes.get(at)[bit] = nodes.size();
            nodes.add(new int[] {EMPTY, EMPTY});
          }
          at = nodes.get(at)[bit];
        }
      }
    }
    var out = new ByteArrayOutputStream();
    for (int[] node : nodes) {
      for (int record : node) {
        int pointer =
            record == EMPTY ? nodes.size() : record >= 0 ? record : nodes.size() + 16 - record - 2;
        out.write(new byte[] {(byte) (pointer >> 16), (byte) (pointer >> 8), (byte) pointer});
      }
    }
    out.write(new byte[16]);
    out.write(data.toByteArray());
    out.write(new byte[] {(byte) 0xAB, (byte) 0xCD, (byte) 0xEF});
    out.write("MaxMind.com".getBytes(UTF_8));
    value(
        out,
        Map.of(
            "node_count", nodes.size(),
            "record_size", 24,
            "ip_version", 6,
            "database_type", "test",
            "binary_format_major_version", 2,
            "binary_format_minor_version", 0,
            "build_epoch", 1_767_225_600,
            "languages", List.of("en"),
            "description", Map.of("en", "made by a test")));
    return Files.write(file, out.toByteArray());
  }

  private static void value(ByteArrayOutputStream out, Object value) throws IOException {
    switch (value) {
      case String text -> {
        control(out, 2, text.getBytes(UTF_8).length);
        out.write(text.getBytes(UTF_8));
      }
      case Integer number -> {
        control(out, 6, 4);
        out.write(ByteBuffer.allocate(4).putInt(number).array());
      }
      case Double number -> {
        control(out, 3, 8);
        out.write(ByteBuffer.allocate(8).putDouble(number).array());
      }
      case Map<?, ?> map -> {
        control(out, 7, map.size());
        for (var entry : map.entrySet()) {
          value(out, entry.getKey());
          value(out, entry.getValue());
        }
      }
      case List<?> list -> {
        out.write(list.size());
        out.write(11 - 7);
        for (Object item : list) {
          value(out, item);
        }
      }
      default -> throw new IllegalArgumentException(String.valueOf(value));
    }
  }

  private static void control(ByteArrayOutputStream out, int type, int size) {
    if (size >= 29) {
      throw new IllegalArgumentException("this writer knows sizes below 29, not " + size);
    }
    out.write(type << 5 | size);
  }
}
