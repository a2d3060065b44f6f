package dev.vedette.benchmarks;

import dev.vedette.detectors.Registry;
import dev.vedette.detectors.behaviour.Behaviour;
import dev.vedette.detectors.behaviour.BehaviourSettings;
import dev.vedette.detectors.behaviour.BehaviourState;
import dev.vedette.events.Observation;
import dev.vedette.events.Packer;
import dev.vedette.events.SubjectType;
import dev.vedette.risk.Formula;
import dev.vedette.risk.Policy;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Prints how many bytes are kept of a subject after a month of life, five observations an hour. */
public final class StateSizes {
  private static final int DAYS = 30;
  private static final int HASH_BYTES = 16;

  private StateSizes() {}

  /** Prints the table. */
  public static void main(String[] arguments) {
    System.out.printf(
        Locale.ROOT,
        "%-10s %10s %16s %12s %12s%n",
        "subject",
        "baselines",
        "bytes a window",
        "windows",
        "all");
    for (SubjectType type : List.of(SubjectType.USER, SubjectType.DEVICE, SubjectType.IP)) {
      List<Observation> life = new Life(7).observations(type, DAYS, 0);
      var behaviour = new Behaviour(Registry.all(), BehaviourSettings.DEFAULT);
      BehaviourState state = behaviour.unknown(life.getFirst().subject());
      var stored = new Stored();
      for (Observation seen : life) {
        behaviour.observe(state, seen, signal -> {});
        state.store(stored, new Packer(1024));
      }
      int windows = stored.rows.values().stream().mapToInt(Integer::intValue).sum();
      System.out.printf(
          Locale.ROOT,
          "%-10s %10d %16.1f %12d %12d%n",
          type.wireName(),
          stored.baselines,
          (double) windows / stored.rows.size(),
          stored.rows.size(),
          stored.baselines + windows);
    }
    System.out.printf(
        Locale.ROOT, "%nhashes of events seen: %d bytes an observation%n", HASH_BYTES);
    for (int cells : List.of(2, 25, 240)) {
      int bytes = new Evidence(cells, Formula.of(Policy.DEFAULT)).record().encode().length;
      System.out.printf(Locale.ROOT, "risk record with %d cells: %d bytes%n", cells, bytes);
    }
  }

  private static final class Stored implements BehaviourState.Sink {
    private final Map<String, Integer> rows = new HashMap<>();
    private int baselines;

    @Override
    public void putBaselines(byte[] bytes) {
      baselines = bytes.length;
    }

    @Override
    public void putRow(int minutes, long index, byte[] bytes) {
      rows.put(minutes + "/" + index, bytes.length);
    }

    @Override
    public void deleteRow(int minutes, long index) {
      rows.remove(minutes + "/" + index);
    }
  }
}
