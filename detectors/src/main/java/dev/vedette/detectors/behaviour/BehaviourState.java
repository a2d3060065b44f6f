package dev.vedette.detectors.behaviour;

import dev.vedette.events.Observation;
import dev.vedette.events.Packer;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectKey;
import dev.vedette.events.Unpacker;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All that behaviour knows of one subject: its retained windows and its baselines. Changes are
 * noted, so that only what changed is stored ({@link #store}).
 *
 * <p>Baselines as bytes, version 2: version, what its events say ({@link Shown}), then for each
 * length of window its minutes, frontier, end of the last folded window, number of folded windows,
 * and the baselines behind their numbers; 0 ends each list. Version 1 did not note what events say.
 * At most about 2 kB a detector, in practice some hundred bytes in all.
 */
public final class BehaviourState {
  /** A subject with fewer folded windows than this is soon forgotten. */
  static final int BRIEF_WINDOWS = 5;

  private static final int VERSION = 2;

  final Subject subject;
  final List<Track> tracks;
  final Shown shown = new Shown();
  long maxReceivedMillis = Long.MIN_VALUE;
  long lastSeenMillis = Long.MIN_VALUE;

  private final List<Changed> changed = new ArrayList<>();
  private final Set<RowKey> gone = new HashSet<>();
  private boolean baselinesChanged;

  private record RowKey(int minutes, long index) {}

  private record Changed(Track track, long index, Row row) {}

  /** Where changes go. Rows are named by the length of their window and its index. */
  public interface Sink {
    /** Stores the baselines. */
    void putBaselines(byte[] bytes);

    /** Stores a window. */
    void putRow(int minutes, long index, byte[] bytes);

    /** Forgets a window. */
    void deleteRow(int minutes, long index);
  }

  BehaviourState(Subject subject, List<Span> spans) {
    this.subject = subject;
    this.tracks = spans.stream().map(Track::new).toList();
    this.baselinesChanged = true;
  }

  /** Whom it is about. */
  public Subject subject() {
    return subject;
  }

  /** The number of windows that are kept open to corrections. */
  public int retainedWindows() {
    return tracks.stream().mapToInt(t -> t.rows.size()).sum();
  }

  /** Event time of the last observation known, or the end of the last folded window. */
  public long lastSeenMillis() {
    long last = lastSeenMillis;
    for (Track track : tracks) {
      last = Math.max(last, track.stored().lastEndMillis);
      if (!track.rows.isEmpty()) {
        last = Math.max(last, track.span.startOf(track.rows.lastIndex()));
      }
    }
    return last;
  }

  /** From when on, at the earliest, the subject may be forgotten if nothing more is seen of it. */
  public long expiresAtMillis(BehaviourSettings settings) {
    long windows = 0;
    for (Track track : tracks) {
      windows = Math.max(windows, track.stored().windows + track.rows.size());
    }
    long quiet = (windows < BRIEF_WINDOWS ? settings.briefExpiry() : settings.expiry()).toMillis();
    return lastSeenMillis() + quiet + settings.grace().plus(settings.skew()).toMillis() * 2;
  }

  /**
   * Knows what was found out about the subject, as it was when the state was stored: nothing is
   * judged anew, as {@link Behaviour#hear} does.
   */
  public void knows(Findings findings) {
    tracks.forEach(track -> track.hear(findings));
  }

  void rowChanged(Track track, long index, Row row) {
    if (!row.isChanged) {
      row.isChanged = true;
      changed.add(new Changed(track, index, row));
    }
  }

  /** Notes when events said what; a day's first observation changes it, others hardly do. */
  void show(Observation observation) {
    baselinesChanged |= shown.add(observation);
  }

  void folded(Track track, List<Long> indexes) {
    for (long index : indexes) {
      gone.add(new RowKey(track.span.minutes, index));
    }
    baselinesChanged = true;
  }

  /** Hands over all that changed since the last call. */
  @SuppressWarnings("ReferenceEquality")
  public void store(Sink sink, Packer scratch) {
    if (baselinesChanged) {
      sink.putBaselines(baselines(scratch));
      baselinesChanged = false;
    }
    if (!gone.isEmpty()) {
      gone.forEach(key -> sink.deleteRow(key.minutes, key.index));
      gone.clear();
    }
    for (Changed one : changed) {
      if (one.track.row(one.index) == one.row) { // otherwise it was folded
        sink.putRow(one.track.span.minutes, one.index, one.row.toBytes(one.track.span, scratch));
      }
    }
    forgetChangedRows();
  }

  /** For a caller that keeps the state as an object and stores nothing. */
  public void forgetChanges() {
    baselinesChanged = false;
    gone.clear();
    forgetChangedRows();
  }

  private void forgetChangedRows() {
    changed.forEach(one -> one.row.isChanged = false);
    changed.clear();
  }

  private byte[] baselines(Packer to) {
    to.clear().putByte(VERSION);
    shown.write(to);
    for (Track track : tracks) {
      track.write(to);
    }
    return to.putVar(0).toBytes();
  }

  void readBaselines(byte[] bytes) {
    var from = new Unpacker(bytes);
    int version = from.getByte();
    if (version < 1 || version > VERSION) {
      throw new IllegalArgumentException(
          "baselines of version %d, this reads 1 to %d".formatted(version, VERSION));
    }
    if (version > 1) {
      shown.read(from);
    }
    for (int minutes = from.getVarInt(); minutes != 0; minutes = from.getVarInt()) {
      Track track = trackOrNull(minutes);
      if (track == null) {
        Track.skipEmpty(from, minutes); // once a track was kept of every length
      } else {
        track.read(from);
      }
    }
    baselinesChanged = false;
  }

  /** Adds a stored window. */
  public void readRow(int minutes, long index, byte[] bytes) {
    Track track = track(minutes);
    track.put(index, Row.read(track.span, bytes));
  }

  private Track track(int minutes) {
    Track found = trackOrNull(minutes);
    if (found == null) {
      throw new IllegalArgumentException(
          "state of %s holds windows of %d minutes, which no detector judges"
              .formatted(subject.type().wireName(), minutes));
    }
    return found;
  }

  private @Nullable Track trackOrNull(int minutes) {
    for (Track track : tracks) {
      if (track.span.minutes == minutes) {
        return track;
      }
    }
    return null;
  }

  @Override
  public String toString() {
    return "BehaviourState[%s, %d windows]"
        .formatted(SubjectKey.encode(subject), retainedWindows());
  }
}
