package dev.vedette.sources;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.events.AccessEvent;
import dev.vedette.events.EventHash;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Whatever a line is, it has an outcome, no exception, and costs bounded work. {@code
 * -Dvedette.fuzz.lines=1000000} tries as many mutated lines, over all formats together.
 */
class FuzzTest {
  private static final int LINES = Integer.getInteger("vedette.fuzz.lines", 200_000);
  private static final int MAX_MILLIS_A_LINE = 2_000;

  /** One format of each kind beside those that ship, with lines that it reads. */
  private static final Map<String, List<String>> KINDS =
      Map.of(
          "kind: csv\ncolumns: [t, a]", List.of("2026-05-04T10:00:00Z,\"x \"\"y\"\"\""),
          "kind: keyvalue\nnested: msg\nhexadecimal: msg.a",
              List.of("t=2026-05-04T10:00:00Z a='x' msg='a=6162 b=\"c\"'"),
          "kind: cef\nenvelope: syslog",
              List.of(
                  "<13>May  4 10:00:00 gate CEF:0|a|b|c|d|e|5|t=2026-05-04T10:00:00Z a=x\\=y"
                      + " cs1Label=z cs1=1"),
          "kind: leef\nenvelope: syslog",
              List.of(
                  "9 <13>1 2026-05-04T10:00:00Z gate app - - [a b=\"c\"]"
                      + " LEEF:2.0|a|b|c|d|^|t=2026-05-04T10:00:00Z^a=x"),
          "kind: json\neach: [$r, $s.r]",
              List.of(
                  "{\"r\":[{\"t\":\"2026-05-04T10:00:00Z\",\"a\":\"x\"},"
                      + "{\"t\":\"2026-05-04T10:00:00Z\",\"a\":\"{\\\"b\\\":1}\"}]}",
                  "[{\"t\":\"2026-05-04T10:00:00Z\",\"a\":[{\"k\":1}]},{}]"));

  private static final String EVENT =
      """

      event: {time: $t, category: data, action: {first: [{user: $a}, x]}, source.ip: {ip: {host: $a}}}
      rules:
        - rule: slow
          when: {a: '(x+x+)+y'}
        - rule: rest
      """;

  @Test
  void shouldHaveAnOutcomeForEveryMutatedLine() {
    var formats = new LinkedHashMap<Format, List<String>>();
    for (String name : Formats.names()) {
      Format format = Formats.named(name);
      formats.put(format, format.samples().stream().map(Sample::line).toList());
    }
    KINDS.forEach((kind, lines) ->
        formats.put(Format.parse("fuzz.yaml", "format: fuzz\n" + kind + EVENT), lines));
    var random = new Random(20_261_122);
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long[] nanos = new long[LINES / formats.size() * formats.size()];
    int done = 0;
    for (var entry : formats.entrySet()) {
      Normalizer normalizer = entry.getKey().normalizer(new Context("acme", 2026));
      // A header may be the first line: without it, no other line means anything.
      normalizer.normalize(entry.getValue().getFirst().getBytes(StandardCharsets.UTF_8));
      Map<String, Integer> outcomes = new TreeMap<>();
      for (int i = 0; i < LINES / formats.size(); i++) {
        byte[] line = mutated(entry.getValue(), random);
        long before = threads.getCurrentThreadCpuTime();
        List<Normalized> all = normalizer.normalize(line);
        nanos[done++] = threads.getCurrentThreadCpuTime() - before;
        assertFalse(all.isEmpty(), "a line has an outcome");
        for (Normalized normalized : all) {
          assertTrue(NormalizedJson.line(normalized, "fuzz:" + i, line).length > 0);
          String outcome =
              switch (normalized) {
                case Normalized.Event(AccessEvent event) -> {
                  assertEquals(32, EventHash.idOf(event).length());
                  yield "event";
                }
                case Normalized.Ignored ignored -> "ignored";
                case Normalized.Dead(String reason, String detail) -> reason;
              };
          outcomes.merge(outcome, 1, Integer::sum);
        }
      }
      String name = entry.getKey().name() + " (" + entry.getKey().kind() + ")";
      assertTrue(outcomes.getOrDefault("event", 0) > 100, () -> name + outcomes);
      assertTrue(outcomes.size() >= 3, () -> name + outcomes);
    }
    Arrays.sort(nanos);
    System.out.printf(
        "%d mutated lines over %d formats: thread CPU of a line median %.1f us, p99.99 %.1f us,"
            + " longest %.1f us%n",
        nanos.length,
        formats.size(),
        nanos[nanos.length / 2] / 1e3,
        nanos[(int) (nanos.length * 0.9999)] / 1e3,
        nanos[nanos.length - 1] / 1e3);
    assertTrue(nanos[nanos.length - 1] < MAX_MILLIS_A_LINE * 1_000_000L, "one line ran away");
  }

  /** Half characters, brackets without end, numbers without end, food for slow expressions. */
  private static final List<String> INSERTED =
      List.of(
          "\\ud800",
          "\"",
          "{",
          " from ",
          "\0",
          "99999999999999999999",
          "]]",
          "=",
          "|",
          "[".repeat(500),
          "{\"a\":".repeat(100),
          "x".repeat(3000),
          "1e999999999");

  private enum Change {
    FLIP,
    CUT,
    DROP,
    REPEAT,
    INSERT
  }

  private static byte[] mutated(List<String> seeds, Random random) {
    byte[] line = seeds.get(random.nextInt(seeds.size())).getBytes(StandardCharsets.UTF_8);
    for (int n = random.nextInt(4); n > 0 && line.length > 0; n--) {
      Change change = Change.values()[random.nextInt(Change.values().length)];
      int at = random.nextInt(line.length);
      int to = Math.min(line.length, at + 1 + random.nextInt(12));
      line =
          switch (change) {
            case FLIP -> {
              byte[] flipped = line.clone();
              flipped[at] = (byte) random.nextInt(256);
              yield flipped;
            }
            case CUT -> Arrays.copyOf(line, at);
            case DROP -> spliced(line, at, to, new byte[0]);
            case REPEAT -> spliced(line, at, at, Arrays.copyOfRange(line, at, to));
            case INSERT ->
                spliced(
                    line,
                    at,
                    at,
                    INSERTED.get(random.nextInt(INSERTED.size())).getBytes(StandardCharsets.UTF_8));
          };
    }
    return line;
  }

  private static byte[] spliced(byte[] line, int from, int to, byte[] between) {
    byte[] result = new byte[line.length - (to - from) + between.length];
    System.arraycopy(line, 0, result, 0, from);
    System.arraycopy(between, 0, result, from, between.length);
    System.arraycopy(line, to, result, from + between.length, line.length - to);
    return result;
  }
}
