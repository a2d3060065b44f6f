package dev.vedette.detectors.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vedette.events.EventRef;
import dev.vedette.events.Observation;
import dev.vedette.events.Packer;
import dev.vedette.events.Signal;
import dev.vedette.events.Subject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One subject's life through the engine, and what comes of it. */
final class Fold implements BehaviourState.Sink {
  private final Behaviour behaviour;
  private final Subject subject;
  private final boolean stored;
  private final Packer scratch = new Packer();
  private BehaviourState state;
  private Findings findings = Findings.NONE;
  private byte @Nullable [] baselines;
  private final Map<Row, byte[]> rows = new HashMap<>();

  final List<Signal> signals = new ArrayList<>();
  final TreeMap<String, Last> finals = new TreeMap<>();
  int folded;
  int skewed;

  private record Row(int minutes, long index) {}

  /** What is last said of a (subject, detector, window, via). */
  record Last(int evidenceMicros, String why, List<EventRef> events) {}

  /** With {@code stored} the state is written and read back after every observation. */
  Fold(Behaviour behaviour, Subject subject, boolean stored) {
    this.behaviour = behaviour;
    this.subject = subject;
    this.stored = stored;
    this.state = behaviour.unknown(subject);
  }

  Fold over(List<Observation> observations) {
    observations.forEach(this::observe);
    return this;
  }

  void observe(Observation observation) {
    readBack();
    skewed += behaviour.observe(state, observation, this::take) ? 1 : 0;
    state.store(this, scratch);
  }

  void hear(Finding said) {
    readBack();
    findings = findings.with(said);
    behaviour.hear(state, findings, said, this::take);
    state.store(this, scratch);
  }

  private void readBack() {
    byte[] known = baselines;
    if (stored && known != null) {
      state = behaviour.known(subject, known);
      findings = Findings.decode(findings.encode());
      state.knows(findings);
      rows.forEach((row, bytes) -> state.readRow(row.minutes, row.index, bytes));
    }
  }

  private void take(Signal signal) {
    String key =
        "%s %s %d %s"
            .formatted(
                signal.subject(), signal.detector(), signal.windowStartMillis(), signal.via());
    Last before = finals.get(key);
    assertEquals(before == null ? 0 : before.evidenceMicros, signal.previousMicros(), key);
    if (signal.evidenceMicros() == 0) {
      finals.remove(key);
    } else {
      finals.put(key, new Last(signal.evidenceMicros(), signal.why(), signal.events()));
    }
    signals.add(signal);
  }

  long evidenceMicros(Subject of) {
    return finals.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(of + " "))
        .mapToLong(entry -> entry.getValue().evidenceMicros)
        .sum();
  }

  /** What a detector has learned by an instant. */
  Map<String, Object> learned(String detector, long atMillis) {
    readBack();
    return behaviour.profile(state, atMillis).stream()
        .filter(view -> view.detector().equals(detector))
        .findFirst()
        .orElseThrow()
        .learned();
  }

  /** The bytes of the stored baselines of all detectors. */
  int baselineBytes() {
    return baselines == null ? 0 : baselines.length;
  }

  @Override
  public void putBaselines(byte[] bytes) {
    baselines = bytes;
  }

  @Override
  public void putRow(int minutes, long index, byte[] bytes) {
    rows.put(new Row(minutes, index), bytes);
  }

  @Override
  public void deleteRow(int minutes, long index) {
    rows.remove(new Row(minutes, index));
    folded++;
  }
}
