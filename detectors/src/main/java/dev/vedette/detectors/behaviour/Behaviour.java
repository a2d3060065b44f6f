package dev.vedette.detectors.behaviour;

import dev.vedette.detectors.Detector;
import dev.vedette.detectors.Judgement;
import dev.vedette.detectors.Judgement.Anomalous;
import dev.vedette.detectors.Judgement.Implication;
import dev.vedette.detectors.UsualRate;
import dev.vedette.detectors.behaviour.Row.Implied;
import dev.vedette.detectors.behaviour.Span.Slot;
import dev.vedette.events.EventRef;
import dev.vedette.events.Observation;
import dev.vedette.events.Signal;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectKey;
import dev.vedette.events.SubjectType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Gather, judge, learn: runs every detector over one subject's observations.
 *
 * <p>What it promises: the final signals of a subject are a function of the <em>set</em> of its
 * observations, as long as no observation comes later than grace and skew allow. For this
 *
 * <ul>
 *   <li>an observation is gathered into its window, whenever it comes;
 *   <li>a window is judged with the baseline <em>as of</em> that window, a fold over earlier closed
 *       windows that does not depend on when they were folded;
 *   <li>a change re-judges its window and all later retained ones, in order;
 *   <li>evidence is paid once: a window's evidence is what was seen recently, less what the windows
 *       before it already claimed.
 * </ul>
 *
 * <p>What people found out ({@link Findings}) is part of that set: of windows that it clears or
 * confirms, and of those that learn from them, the signals are the same whenever it was heard.
 *
 * <p>Duplicates are the caller's affair. One instance serves any number of subjects; it keeps no
 * state of theirs.
 */
public final class Behaviour {
  private static final long FOLD_CHUNK_MILLIS = 12 * 3_600_000L;
  private static final int MAX_WAITING = 256;

  private final Map<SubjectType, List<Span>> spans;
  private final BehaviourSettings settings;
  private final Worth worth;

  /** An engine for these detectors, each of which is believed. */
  public Behaviour(List<? extends Detector<?, ?>> detectors, BehaviourSettings settings) {
    this(detectors, settings, Worth.AS_CLAIMED);
  }

  /** An engine for these detectors. */
  public Behaviour(
      List<? extends Detector<?, ?>> detectors, BehaviourSettings settings, Worth worth) {
    this.spans = Span.of(detectors, settings.shadow());
    this.settings = settings;
    this.worth = worth;
  }

  /** The settings it runs with. */
  public BehaviourSettings settings() {
    return settings;
  }

  /** A subject of which nothing is known. */
  public BehaviourState unknown(Subject subject) {
    return new BehaviourState(subject, spansOf(subject));
  }

  /**
   * A subject as stored, without its windows, which are added by {@link BehaviourState#readRow}.
   */
  public BehaviourState known(Subject subject, byte[] baselines) {
    var state = new BehaviourState(subject, spansOf(subject));
    state.readBaselines(baselines);
    return state;
  }

  private List<Span> spansOf(Subject subject) {
    return Objects.requireNonNull(spans.get(subject.type()));
  }

  /** Whether a signal is only tried: it is to be counted and moves nobody's risk. */
  public boolean isShadow(Signal signal) {
    return settings.shadow().contains(signal.detector());
  }

  /**
   * Gathers an observation of the subject, judges what it changed, and passes on each signal that
   * is not what it was.
   *
   * @return whether the observation came too late to count in full: its window had been folded
   */
  public boolean observe(BehaviourState state, Observation observation, Consumer<Signal> signals) {
    state.maxReceivedMillis = Math.max(state.maxReceivedMillis, observation.receivedMillis());
    state.lastSeenMillis = Math.max(state.lastSeenMillis, observation.timeMillis());
    state.show(observation);
    boolean skewed = false;
    var cause =
        new Cause(observation.eventId(), observation.timeMillis(), observation.receivedMillis());
    var said = new ArrayList<Signal>(0);
    for (Track track : state.tracks) {
      long index = track.span.indexOf(observation.timeMillis());
      long touched = gather(track, index, observation);
      if (touched != 0) {
        skewed |= index < track.frontier();
        state.rowChanged(track, index, Objects.requireNonNull(track.row(index)));
        judgeFrom(state, track, index, touched, cause, said::add);
        fold(state, track);
      }
    }
    pass(said, state, observation.timeMillis(), signals);
    return skewed;
  }

  /**
   * Hears what was found out about the subject's windows, judges all that are retained anew by what
   * they teach now, and passes on each signal that is not what it was.
   *
   * @param findings all that was found out, that which was heard before too
   * @param said what was heard now: it is behind the signals that change
   */
  public void hear(
      BehaviourState state, Findings findings, Finding said, Consumer<Signal> signals) {
    state.knows(findings);
    var cause = new Cause(said.id(), said.saidMillis(), said.saidMillis());
    var changed = new ArrayList<Signal>(0);
    for (Track track : state.tracks) {
      for (int i = 0; i < track.rows.size(); i++) {
        long index = track.rows.index(i);
        // Others learned only from windows that are folded, and what they were judged by is gone.
        if (track.learnsFromRetained(index, settings)) {
          judge(state, track, index, -1L, cause, changed::add);
        }
      }
    }
    pass(changed, state, state.lastSeenMillis, signals);
  }

  /**
   * Passes signals on, the subject's own with the detectors that can judge nothing of it. Not
   * before all are judged, since a profile looks at baselines as of another window.
   */
  private void pass(
      List<Signal> said, BehaviourState state, long atMillis, Consumer<Signal> signals) {
    if (said.isEmpty()) {
      return;
    }
    List<String> blind = Coverage.of(profile(state, atMillis)).detectorsBlind();
    said.forEach(one -> signals.accept(one.via() == null ? one.beside(blind) : one));
  }

  /**
   * What the detectors that look at the subject would judge it by at an instant: the windows that
   * ended a grace before are learned, the later ones are not. Shortest windows first.
   */
  public List<DetectorView> profile(BehaviourState state, long atMillis) {
    var views = new ArrayList<DetectorView>();
    for (Track track : state.tracks) {
      long index = track.span.indexOf(atMillis);
      Track.Fold fold = track.asOf(index, settings);
      boolean stranger = fold.isForgotten(track.span.startOf(index), settings);
      for (int i = 0; i < track.span.slots.size(); i++) {
        Detector<Object, Object> detector = track.span.slots.get(i).detector();
        Object baseline = stranger ? detector.unknown() : fold.baselines[i];
        views.add(
            DetectorView.of(
                detector.id(),
                detector.about().title(),
                detector.window(),
                detector.describe(baseline, atMillis),
                stranger ? "" : state.shown.missing(detector.needs(), atMillis)));
      }
    }
    return views;
  }

  /**
   * The seasonal rates of a subject at an instant, with what is seen in the windows that are judged
   * then. Shortest windows first.
   */
  public List<RateView> rates(BehaviourState state, long atMillis) {
    var views = new ArrayList<RateView>();
    for (Track track : state.tracks) {
      long index = track.span.indexOf(atMillis);
      Track.Fold fold = track.asOf(index, settings);
      boolean stranger = fold.isForgotten(track.span.startOf(index), settings);
      Earlier earlier = track.earlier(index, settings);
      Row row = track.row(index);
      for (int i = 0; i < track.span.slots.size(); i++) {
        Detector<Object, Object> detector = track.span.slots.get(i).detector();
        Object baseline = stranger ? detector.unknown() : fold.baselines[i];
        Object seen = row == null ? detector.nothing() : row.seen[i];
        for (UsualRate rate : detector.rates(earlier.with(i, seen), baseline, atMillis)) {
          views.add(new RateView(detector.id(), detector.about().title(), rate));
        }
      }
    }
    return views;
  }

  /** Gathers, and says which slots changed as a bit set. */
  @SuppressWarnings("ReferenceEquality")
  private long gather(Track track, long index, Observation observation) {
    long touched = 0;
    Row row = track.row(index);
    List<Slot> slots = track.span.slots;
    for (int i = 0; i < slots.size(); i++) {
      Slot slot = slots.get(i);
      Object seen = row == null ? slot.detector().nothing() : row.seen[i];
      Object more = slot.detector().gather(seen, observation);
      if (more != seen) {
        if (row == null) {
          row = new Row(track.span);
          track.put(index, row);
        }
        row.seen[i] = more;
        touched |= 1L << i;
      }
    }
    return touched;
  }

  private void judgeFrom(
      BehaviourState state,
      Track track,
      long index,
      long touched,
      Cause cause,
      Consumer<Signal> signals) {
    track.changed(index);
    judge(state, track, index, touched, cause, signals);
    for (int later = track.rows.placeFrom(index + 1); later < track.rows.size(); later++) {
      judge(state, track, track.rows.index(later), -1L, cause, signals);
    }
  }

  private void judge(
      BehaviourState state,
      Track track,
      long index,
      long which,
      Cause cause,
      Consumer<Signal> signals) {
    Span span = track.span;
    long startMillis = span.startOf(index);
    if (startMillis < settings.learnUntil().toEpochMilli()) {
      return;
    }
    Row row = track.row(index);
    if (row == null) {
      return;
    }
    Earlier earlier = track.earlier(index, settings);
    Track.Fold fold = track.asOf(index, settings);
    boolean stranger = fold.isForgotten(startMillis, settings);
    for (int i = 0; i < span.slots.size(); i++) {
      if ((which & 1L << i) == 0 || !row.gathered(span, i)) {
        continue;
      }
      Detector<Object, Object> detector = span.slots.get(i).detector();
      Object baseline = stranger ? detector.unknown() : fold.baselines[i];
      Judgement judgement = detector.judge(earlier.with(i, row.seen[i]), baseline, startMillis);
      if (!(judgement instanceof Anomalous) && row.isSilent(i)) {
        continue;
      }
      var change = new Change(state, track, index, i, row, cause, worth, signals);
      if (judgement instanceof Anomalous anomalous) {
        change.own(anomalous, earlier.claims(i));
        change.implied(anomalous.implications(), earlier.rows);
      } else {
        change.own(null, 0);
        change.implied(List.of(), earlier.rows);
      }
    }
  }

  /** What made a window be judged: an event, or a finding. */
  private record Cause(String id, long timeMillis, long receivedMillis) {}

  /** Compares what a window says now with what it said, and signals the difference. */
  private record Change(
      BehaviourState state,
      Track track,
      long index,
      int slot,
      Row row,
      Cause cause,
      Worth worth,
      Consumer<Signal> signals) {

    void own(@Nullable Anomalous anomalous, long claimedBefore) {
      int evidence =
          anomalous == null ? 0 : unpaid(worth(anomalous.evidenceMicros()), claimedBefore);
      String why = anomalous == null || evidence == 0 ? "" : anomalous.why();
      List<EventRef> events = anomalous == null || evidence == 0 ? List.of() : anomalous.events();
      int content = evidence == 0 ? 0 : content(why, events);
      int previous = row.claims[slot];
      if (evidence == previous && content == row.contents[slot]) {
        return;
      }
      row.claims[slot] = evidence;
      row.contents[slot] = content;
      state.rowChanged(track, index, row);
      String technique = anomalous == null ? null : anomalous.technique();
      signal(state.subject(), null, evidence, previous, why, technique, events);
    }

    void implied(List<Implication> implications, List<Row> before) {
      List<Implied> old = row.implied(slot);
      if (implications.isEmpty() && old.isEmpty()) {
        return;
      }
      var now = new ArrayList<Implied>(implications.size());
      for (Implication implication : implications) {
        String key = SubjectKey.encode(implication.subject());
        long claimed = 0;
        for (Row one : before) {
          claimed += Row.evidenceAbout(one.implied(slot), key);
        }
        int evidence = unpaid(worth(implication.evidenceMicros()), claimed);
        if (evidence != 0) {
          int content = content(implication.why(), implication.events());
          now.add(new Implied(key, evidence, content));
          int previous = Row.evidenceAbout(old, key);
          if (!old.contains(new Implied(key, evidence, content))) {
            signal(
                implication.subject(),
                state.subject(),
                evidence,
                previous,
                implication.why(),
                null,
                implication.events());
          }
        }
      }
      for (Implied one : old) {
        if (Row.evidenceAbout(now, one.subjectKey()) == 0) {
          signal(Row.subjectOf(one), state.subject(), 0, one.evidenceMicros(), "", null, List.of());
        }
      }
      if (!now.equals(old)) {
        row.imply(slot, now);
        state.rowChanged(track, index, row);
      }
    }

    private int worth(int claimedMicros) {
      Detector<Object, Object> detector = track.span.slots.get(slot).detector();
      return worth.micros(
          state.subject().tenant(),
          detector.family(),
          detector.id(),
          track.span.startOf(index),
          claimedMicros);
    }

    /**
     * What is left of evidence when what earlier windows claimed is paid, and nothing of what is
     * not worth saying; reassurance stays.
     */
    private int unpaid(int micros, long claimedBefore) {
      if (micros >= 0 && micros < track.span.slots.get(slot).detector().leastMicros()) {
        return 0;
      }
      return micros < 0 ? micros : (int) Math.max(0, micros - Math.max(0, claimedBefore));
    }

    private static int content(String why, List<EventRef> events) {
      int content = 31 * why.hashCode() + events.hashCode();
      return content == 0 ? 1 : content;
    }

    private void signal(
        Subject subject,
        @Nullable Subject via,
        int evidence,
        int previous,
        String why,
        @Nullable String technique,
        List<EventRef> events) {
      Detector<Object, Object> detector = track.span.slots.get(slot).detector();
      signals.accept(
          new Signal(
              subject,
              detector.id(),
              detector.family(),
              track.span.startOf(index),
              track.span.endOf(index),
              via,
              evidence,
              previous,
              why,
              technique == null ? detector.techniqueOf(subject) : technique,
              events,
              cause.id(),
              cause.timeMillis(),
              cause.receivedMillis()));
    }
  }

  /**
   * Folds what has closed for good, in chunks: when the oldest window has waited half a day longer
   * than it had to, or many wait. When it happens changes nothing but the bytes that are kept.
   */
  private void fold(BehaviourState state, Track track) {
    long closedMillis =
        state.maxReceivedMillis
            - settings.skew().toMillis()
            - 2 * settings.grace().toMillis()
            - track.span.lengthMillis;
    long oldestEnd = track.span.endOf(track.rows.firstIndex());
    if (closedMillis - oldestEnd > FOLD_CHUNK_MILLIS
        || (closedMillis >= oldestEnd && track.rows.size() > MAX_WAITING)) {
      state.folded(track, track.foldUpTo(closedMillis, settings));
    }
  }
}
