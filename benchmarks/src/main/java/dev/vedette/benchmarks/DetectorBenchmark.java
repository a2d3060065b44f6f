package dev.vedette.benchmarks;

import dev.vedette.detectors.Detector;
import dev.vedette.detectors.Detector.Closed;
import dev.vedette.detectors.Judgement;
import dev.vedette.detectors.Registry;
import dev.vedette.events.Observation;
import dev.vedette.events.SubjectType;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
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
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * A detector: one observation gathered into a half-filled window, and the window judged. Six of
 * them unless {@code -p detector=} names others; {@link #main} measures all.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class DetectorBenchmark {
  private static final int DAYS = 20;

  /** The detector's id. */
  @Param({
    "new-place",
    "unusual-hour",
    "guessed-password",
    "password-spray",
    "burst",
    "first-seen-action"
  })
  public String detector = "";

  private Step<?, ?> step = new Step<>(Registry.all().getFirst());

  /** Measures every detector of the registry. */
  public static void main(String[] args) throws RunnerException {
    new Runner(
            new OptionsBuilder()
                .include(DetectorBenchmark.class.getName())
                .param("detector", Registry.all().stream().map(Detector::id).toArray(String[]::new))
                .build())
        .run();
  }

  /** Lets the detector learn twenty days, and gathers half of a window. */
  @Setup
  public void learn() {
    step =
        new Step<>(
            Registry.all().stream()
                .filter(one -> one.id().equals(detector))
                .findFirst()
                .orElseThrow());
  }

  /** One step. */
  @Benchmark
  public Judgement gatherAndJudge() {
    return step.gatherAndJudge();
  }

  private static final class Step<W, B> {
    private final Detector<W, B> detector;
    private final B baseline;
    private final W half;
    private final Observation next;
    private final long startMillis;

    Step(Detector<W, B> detector) {
      this.detector = detector;
      // The life is a person's: a detector of services alone sees a service that lives like one.
      SubjectType type =
          detector.subjects().stream()
              .filter(one -> one != SubjectType.SERVICE)
              .min(Comparator.naturalOrder())
              .orElse(SubjectType.USER);
      List<Observation> life = new Life(7).observations(type, DAYS + 1, 0);
      next = life.getLast();
      long length = detector.window().toMillis();
      startMillis = Math.floorDiv(next.timeMillis(), length) * length;
      var windows = new TreeMap<Long, W>();
      for (Observation seen : life.subList(0, life.size() - 1)) {
        long start = Math.floorDiv(seen.timeMillis(), length) * length;
        windows.merge(start, detector.gather(detector.nothing(), seen), detector::merge);
      }
      W open = windows.remove(startMillis);
      half = open == null ? detector.nothing() : open;
      B learned = detector.unknown();
      for (var window : windows.entrySet()) {
        learned =
            detector.learn(learned, new Closed<>(window.getValue(), window.getKey(), 0, false));
      }
      baseline = learned;
    }

    Judgement gatherAndJudge() {
      return detector.judge(detector.gather(half, next), baseline, startMillis);
    }
  }
}
