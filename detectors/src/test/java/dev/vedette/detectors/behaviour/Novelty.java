package dev.vedette.detectors.behaviour;

import dev.vedette.detectors.About;
import dev.vedette.detectors.Codec;
import dev.vedette.detectors.Detector;
import dev.vedette.detectors.Judgement;
import dev.vedette.events.EventRef;
import dev.vedette.events.Family;
import dev.vedette.events.Observation;
import dev.vedette.events.Packer;
import dev.vedette.events.Signal;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectType;
import dev.vedette.events.Unpacker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A detector for tests: a nat for each action that the subject has not been taught. It says which
 * windows its baseline was taught by, in which order, so that nothing that the engine does with a
 * baseline stays hidden. A principal who did something new is implicated, unless it also said
 * {@value #FINE} in the window.
 *
 * @param minutes the window's length
 * @param leastMicros what is too little to be said
 */
record Novelty(int minutes, int leastMicros) implements Detector<Novelty.Seen, Novelty.Taught> {
  Novelty(int minutes) {
    this(minutes, Signal.MICROS);
  }

  static final String FINE = "fine";

  private static final Seen NOTHING = new Seen(List.of());
  private static final Taught UNKNOWN = new Taught(List.of(), 0, 0);

  /** One observation of the window. */
  record One(long timeMillis, String id, String action, String who) implements Comparable<One> {
    @Override
    public int compareTo(One other) {
      int byTime = Long.compare(timeMillis, other.timeMillis);
      return byTime != 0 ? byTime : id.compareTo(other.id);
    }
  }

  /** All that was seen, sorted. */
  record Seen(List<One> ones) {}

  /** What was taught; windows: how many; chain: which, in order. */
  record Taught(List<String> actions, int windows, int chain) {}

  @Override
  public String id() {
    return "novelty-" + minutes;
  }

  @Override
  public About about() {
    return new About("Novelty", "an action", "an action", "nothing", List.of("anything"));
  }

  @Override
  public Family family() {
    return Family.REACH;
  }

  @Override
  public String technique() {
    return "";
  }

  @Override
  public Duration window() {
    return Duration.ofMinutes(minutes);
  }

  @Override
  public Set<SubjectType> subjects() {
    return EnumSet.allOf(SubjectType.class);
  }

  @Override
  public Seen nothing() {
    return NOTHING;
  }

  @Override
  public Taught unknown() {
    return UNKNOWN;
  }

  @Override
  public Seen gather(Seen seen, Observation o) {
    Subject principal = o.principal();
    var one =
        new One(o.timeMillis(), o.eventId(), o.action(), principal == null ? "" : principal.id());
    return merge(seen, new Seen(List.of(one)));
  }

  @Override
  public Seen merge(Seen earlier, Seen later) {
    var all = new TreeSet<>(earlier.ones);
    all.addAll(later.ones);
    return new Seen(List.copyOf(all));
  }

  @Override
  public Judgement judge(Seen recent, Taught baseline, long windowStartMillis) {
    var firsts = new TreeMap<String, One>();
    var fine = new TreeSet<String>();
    var suspects = new TreeSet<String>();
    for (One one : recent.ones) {
      if (one.action.equals(FINE)) {
        fine.add(one.who);
      } else if (!baseline.actions.contains(one.action)) {
        firsts.putIfAbsent(one.action, one);
        suspects.add(one.who);
      }
    }
    if (firsts.isEmpty()) {
      return Judgement.NORMAL;
    }
    suspects.removeAll(fine);
    suspects.remove("");
    var implications = new ArrayList<Judgement.Implication>();
    for (String who : suspects) {
      implications.add(
          new Judgement.Implication(
              Subject.of("t", SubjectType.USER, who),
              Signal.MICROS,
              "did something new",
              List.of()));
    }
    return new Judgement.Anomalous(
        Math.min(10, firsts.size()) * Signal.MICROS,
        "%s after %d windows %x".formatted(firsts.keySet(), baseline.windows, baseline.chain),
        firsts.values().stream()
            .sorted()
            .limit(2)
            .map(one -> new EventRef(one.timeMillis, one.id))
            .toList(),
        implications);
  }

  @Override
  public Taught learn(Taught baseline, Closed<Seen> closed) {
    int window = (int) (closed.startMillis() / 60_000) + closed.seen().hashCode();
    int chain = 31 * baseline.chain + window + closed.claimedMicros();
    if (closed.suspect()) {
      return new Taught(baseline.actions, baseline.windows + 1, chain);
    }
    var actions = new TreeSet<>(baseline.actions);
    closed.seen().ones.forEach(one -> actions.add(one.action));
    return new Taught(List.copyOf(actions), baseline.windows + 1, chain);
  }

  @Override
  public int maxWindowBytes() {
    return 1 << 16;
  }

  @Override
  public int maxBaselineBytes() {
    return 1 << 16;
  }

  @Override
  public Codec<Seen> windowCodec() {
    return new Codec<>() {
      @Override
      public void write(Seen value, Packer to) {
        to.putVar(value.ones.size());
        for (One one : value.ones) {
          to.putLong(one.timeMillis).putText(one.id).putText(one.action).putText(one.who);
        }
      }

      @Override
      public Seen read(Unpacker from) {
        int size = from.getVarInt();
        var ones = new ArrayList<One>();
        for (int i = 0; i < size; i++) {
          ones.add(new One(from.getLong(), from.getText(), from.getText(), from.getText()));
        }
        return new Seen(List.copyOf(ones));
      }
    };
  }

  @Override
  public Codec<Taught> baselineCodec() {
    return new Codec<>() {
      @Override
      public void write(Taught value, Packer to) {
        to.putVar(value.actions.size());
        value.actions.forEach(to::putText);
        to.putVar(value.windows).putSigned(value.chain);
      }

      @Override
      public Taught read(Unpacker from) {
        int size = from.getVarInt();
        var actions = new ArrayList<String>();
        for (int i = 0; i < size; i++) {
          actions.add(from.getText());
        }
        return new Taught(List.copyOf(actions), from.getVarInt(), (int) from.getSigned());
      }
    };
  }
}
