package dev.vedette.benchmarks;

import dev.vedette.detectors.Registry;
import dev.vedette.detectors.behaviour.Behaviour;
import dev.vedette.detectors.behaviour.BehaviourSettings;
import dev.vedette.detectors.behaviour.BehaviourState;
import dev.vedette.events.Observation;
import dev.vedette.events.SubjectType;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** All detectors on one subject: a month of life, five observations an hour; per observation. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class BehaviourBenchmark {
  private static final int DAYS = 30;
  private static final int OBSERVATIONS = DAYS * Life.HOURS_A_DAY * Life.EVENTS_AN_HOUR;

  /** Whose life. */
  @Param({"USER", "DEVICE", "IP"})
  public SubjectType subject = SubjectType.USER;

  /** How many observations of a hundred are late, within the grace. */
  @Param({"0", "10"})
  public int latePercent;

  private final Behaviour behaviour = new Behaviour(Registry.all(), BehaviourSettings.DEFAULT);
  private List<Observation> life = List.of();

  /** Makes the life. */
  @Setup
  public void live() {
    life = new Life(7).observations(subject, DAYS, latePercent);
  }

  /** Observes all of it. */
  @Benchmark
  @OperationsPerInvocation(OBSERVATIONS)
  public BehaviourState observe(Blackhole signals) {
    BehaviourState state = behaviour.unknown(life.getFirst().subject());
    for (Observation seen : life) {
      behaviour.observe(state, seen, signals::consume);
      state.forgetChanges();
    }
    return state;
  }
}
