package dev.vedette.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vedette.sources.Context;
import dev.vedette.sources.Formats;
import dev.vedette.sources.Normalized;
import dev.vedette.sources.Normalizer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Records of formats that ship, from bytes to event, beside the reading of the same bytes as a
 * tree. Each of them has several kinds of records, read in turn; a figure is of one record.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 16, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class NormalizeBenchmark {
  /** The format, and the name of a file of its records, one a line. */
  @Param({"cloudtrail", "okta", "google-workspace"})
  public String format = "cloudtrail";

  private byte[][] records = {};
  private final ObjectMapper mapper = new ObjectMapper();
  private Normalizer normalizer = Formats.named("cloudtrail").normalizer(new Context("acme", 2026));
  private int next;

  /** Loads records and format, and sees to it that each record is an event. */
  @Setup
  public void load() throws IOException {
    try (InputStream file = NormalizeBenchmark.class.getResourceAsStream(format + ".ndjson")) {
      if (file == null) {
        throw new IllegalStateException("no records of " + format);
      }
      records =
          new String(file.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .map(line -> line.getBytes(StandardCharsets.UTF_8))
              .toArray(byte[][]::new);
    }
    normalizer = Formats.named(format).normalizer(new Context("acme", 2026));
    for (byte[] record : records) {
      if (!(normalizer.normalize(record).getFirst() instanceof Normalized.Event)) {
        throw new IllegalStateException("a record of " + format + " is no event");
      }
    }
  }

  private byte[] record() {
    next = next + 1 == records.length ? 0 : next + 1;
    return records[next];
  }

  /** Bytes to a tree: what the event is compared with. */
  @Benchmark
  public JsonNode tree() throws IOException {
    return mapper.readTree(record());
  }

  /** Bytes to an event. */
  @Benchmark
  public List<Normalized> event() {
    return normalizer.normalize(record());
  }
}
