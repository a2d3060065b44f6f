package dev.vedette.benchmarks;

import dev.vedette.events.Subject;
import dev.vedette.risk.Formula;
import dev.vedette.risk.Policy;
import dev.vedette.risk.RiskOutcome;
import dev.vedette.risk.RiskRecord;
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

/** Risk of one subject with few, some and many cells of evidence. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class RiskBenchmark {
  /** Cells of evidence. */
  @Param({"2", "25", "240"})
  public int cells = 2;

  private final Formula formula = Formula.of(Policy.DEFAULT);
  private Evidence evidence = new Evidence(2, formula);
  private RiskRecord record = evidence.record();
  private byte[] encoded = {};

  /** Fills the cells. */
  @Setup
  public void fill() {
    evidence = new Evidence(cells, formula);
    record = evidence.record();
    encoded = record.encode();
  }

  /** Takes one more signal, too small to be told of. */
  @Benchmark
  public RiskOutcome apply() {
    return record.apply(evidence.next(), formula, evidence.nowMillis(), subject -> List.of());
  }

  /** Writes the record. */
  @Benchmark
  public byte[] encode() {
    return record.encode();
  }

  /** Reads the record. */
  @Benchmark
  public RiskRecord decode() {
    return RiskRecord.decode(subject(), encoded);
  }

  private Subject subject() {
    return record.subject();
  }
}
