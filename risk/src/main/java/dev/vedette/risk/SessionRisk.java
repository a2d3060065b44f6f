package dev.vedette.risk;

import dev.vedette.events.Packer;
import dev.vedette.events.SessionActivity;
import dev.vedette.events.Subject;
import dev.vedette.events.Unpacker;
import org.jspecify.annotations.Nullable;

/**
 * A session in its principal's record.
 *
 * @param id the session's id
 * @param openedMillis when it was first seen
 * @param seenMillis when it, or evidence of it, was last seen
 * @param endedMillis when it ended; {@link #OPEN} if it did not
 * @param device id of the device that it was last seen on; null if no event said
 * @param cells its own evidence and its device's, at most {@value #MAX_CELLS} cells
 * @param published what the world was last told of it
 */
public record SessionRisk(
    String id,
    long openedMillis,
    long seenMillis,
    long endedMillis,
    @Nullable String device,
    Cells cells,
    Published published) {
  /** The most cells of one session: hours before are given up. */
  public static final int MAX_CELLS = 128;

  /** A session follows its principal's risk, and its device's, for a day after it was last seen. */
  public static final long LIVE_MILLIS = 24 * Cells.HOUR_MILLIS;

  /** A session that was not seen for so long is idle: two steps of its activity. */
  public static final long IDLE_MILLIS = 2 * SessionActivity.STEP_MILLIS;

  /** The end of a session that has not ended. */
  public static final long OPEN = Long.MAX_VALUE;

  /** How a session is, as far as its events tell. */
  public enum State {
    /** It was seen within half an hour. */
    ACTIVE,
    /** It was not, but within a day. */
    IDLE,
    /** Its user signed out, it was revoked, or it was not seen for a day. */
    ENDED
  }

  /** A session of which only the id is known. */
  static SessionRisk of(String id, long seenMillis, Published published) {
    return new SessionRisk(id, seenMillis, seenMillis, OPEN, null, Cells.EMPTY, published);
  }

  /** How it is at an instant. What was seen after a session's end does not open it again. */
  public State state(long atMillis) {
    if (endedMillis <= atMillis || !live(atMillis)) {
      return State.ENDED;
    }
    return atMillis - seenMillis <= IDLE_MILLIS ? State.ACTIVE : State.IDLE;
  }

  /** Whether it was seen within a day. */
  public boolean live(long atMillis) {
    return atMillis - seenMillis <= LIVE_MILLIS;
  }

  /** The last instant at which it still has a place in the record. */
  long lastKeptMillis(Formula formula) {
    return Math.max(seenMillis + LIVE_MILLIS, formula.lastCountingMillis(cells));
  }

  Subject subject(Subject owner) {
    return Subject.session(owner, id);
  }

  SessionRisk told(Published now) {
    return new SessionRisk(id, openedMillis, seenMillis, endedMillis, device, cells, now);
  }

  SessionRisk with(Cells other) {
    return new SessionRisk(id, openedMillis, seenMillis, endedMillis, device, other, published);
  }

  /** Evidence of it came. */
  SessionRisk seen(long atMillis) {
    long last = Math.max(seenMillis, atMillis);
    return new SessionRisk(id, openedMillis, last, endedMillis, device, cells, published);
  }

  /** What an activity tells: the earliest and the latest count, whatever their order. */
  SessionRisk with(SessionActivity activity) {
    long at = activity.atMillis();
    boolean latest = activity.device() != null && (device == null || at >= seenMillis);
    return new SessionRisk(
        id,
        Math.min(openedMillis, at),
        Math.max(seenMillis, at),
        activity.ends() ? Math.min(endedMillis, at) : endedMillis,
        latest ? activity.device() : device,
        cells,
        published);
  }

  void pack(Packer packer, long baseMillis) {
    packer.putText(id).putSigned(baseMillis - seenMillis);
    packer.putSigned(seenMillis - openedMillis);
    packer.putByte(endedMillis == OPEN ? 0 : 1);
    if (endedMillis != OPEN) {
      packer.putSigned(endedMillis - openedMillis);
    }
    packer.putText(device == null ? "" : device);
    published.pack(packer, baseMillis);
    cells.pack(packer);
  }

  static SessionRisk unpack(Unpacker unpacker, long baseMillis) {
    String id = unpacker.getText();
    long seen = baseMillis - unpacker.getSigned();
    long opened = seen - unpacker.getSigned();
    long ended = unpacker.getByte() == 0 ? OPEN : opened + unpacker.getSigned();
    String device = unpacker.getText();
    Published published = Published.unpack(unpacker, baseMillis);
    return new SessionRisk(
        id,
        opened,
        seen,
        ended,
        device.isEmpty() ? null : device,
        Cells.unpack(unpacker),
        published);
  }

  /** As records of version 1 held it: of its life they know when evidence last came. */
  static SessionRisk unpackVersion1(Unpacker unpacker, long baseMillis) {
    String id = unpacker.getText();
    long seen = baseMillis - unpacker.getSigned();
    Published published = Published.unpack(unpacker, baseMillis);
    return of(id, seen, published).with(Cells.unpack(unpacker));
  }
}
