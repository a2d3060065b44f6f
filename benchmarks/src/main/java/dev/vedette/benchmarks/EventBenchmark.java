package dev.vedette.benchmarks;

import dev.vedette.events.AccessEvent;
import dev.vedette.events.EventHash;
import dev.vedette.events.EventJson;
import dev.vedette.events.Observation;
import dev.vedette.events.SubjectType;
import dev.vedette.schemas.PackagedSchemas;
import dev.vedette.wire.WireSerdes;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** An event and an observation on their way into and out of bytes. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class EventBenchmark {
  private final WireSerdes serdes = new WireSerdes(PackagedSchemas.load());
  private final AccessEvent event = new Life(7).event(Life.START_MILLIS);
  private final byte[] eventBytes = serdes.accessEvents().encode(event);
  private final Observation observation =
      Life.observation(event, SubjectType.USER, Life.START_MILLIS);
  private final byte[] observationBytes = serdes.observations().encode(observation);

  /** Event to Avro. */
  @Benchmark
  public byte[] encodeEvent() {
    return serdes.accessEvents().encode(event);
  }

  /** Event from Avro. */
  @Benchmark
  public AccessEvent decodeEvent() {
    return serdes.accessEvents().decode(eventBytes);
  }

  /** Event to canonical JSON. */
  @Benchmark
  public byte[] canonicalJson() {
    return EventJson.canonical(event);
  }

  /** The hash of an event, canonical JSON included. */
  @Benchmark
  public EventHash hash() {
    return EventHash.of(event);
  }

  /** Observation to Avro. */
  @Benchmark
  public byte[] encodeObservation() {
    return serdes.observations().encode(observation);
  }

  /** Observation from Avro. */
  @Benchmark
  public Observation decodeObservation() {
    return serdes.observations().decode(observationBytes);
  }
}
