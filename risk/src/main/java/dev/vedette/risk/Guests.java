package dev.vedette.risk;

import dev.vedette.events.Family;
import dev.vedette.events.Packer;
import dev.vedette.events.SessionActivity;
import dev.vedette.events.Signal;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectType;
import dev.vedette.events.Unpacker;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The sessions that were seen on a device, in the device's record: what is known against the device
 * counts against them too.
 *
 * <p>Only evidence of the device as such is passed on: the families device, control, reach and
 * intel. The evidence of a device's window concerns a session that was seen on it within a day
 * before the window's beginning or later: whether it opened before the evidence or after it. So the
 * signals of sessions are a function of the final signals of the device and of the times at which
 * its sessions were seen, in any order.
 *
 * <p>At most {@value #MAX}: a device with more sessions in three days implicates those that were
 * there first. A session is forgotten three days before the newest one: a day for which it was live
 * and two in which a late event may still change a window of that time. Immutable.
 */
public final class Guests {
  /** The most sessions of a device. */
  public static final int MAX = 256;

  static final long KEPT_MILLIS = SessionRisk.LIVE_MILLIS + 48 * Cells.HOUR_MILLIS;

  /** Nobody was seen. */
  public static final Guests NONE = new Guests(List.of());

  /** No list is longer than this, encoded. */
  static final int MAX_BYTES = 4 + MAX * (2 * 3 * Subject.MAX_CHARS + 32);

  /**
   * What a device is, or was found to do, whoever used it. What people did on it, how much and for
   * the first time, is judged at them and would be counted twice.
   */
  private static final Set<Family> OF_THE_DEVICE =
      Set.of(Family.DEVICE, Family.CONTROL, Family.REACH, Family.INTEL);

  private final List<Guest> all;

  /** A session with the earliest and the latest time at which it was seen here. */
  private record Guest(Subject session, long firstMillis, long lastMillis) {
    boolean isConcernedBy(Signal signal) {
      return OF_THE_DEVICE.contains(signal.family())
          && lastMillis + SessionRisk.LIVE_MILLIS >= signal.windowStartMillis();
    }

    Guest with(long atMillis) {
      return new Guest(session, Math.min(firstMillis, atMillis), Math.max(lastMillis, atMillis));
    }
  }

  private Guests(List<Guest> all) {
    this.all = List.copyOf(all);
  }

  /** Whether nobody was seen. */
  public boolean isEmpty() {
    return all.isEmpty();
  }

  /** The number of sessions. */
  public int size() {
    return all.size();
  }

  /** When any of them was last seen; Long.MIN_VALUE if there is none. */
  long lastMillis() {
    long last = Long.MIN_VALUE;
    for (Guest one : all) {
      last = Math.max(last, one.lastMillis());
    }
    return last;
  }

  Guests with(SessionActivity activity) {
    Guest known = guest(activity.session());
    long at = activity.atMillis();
    long newest = Math.max(lastMillis(), at);
    var kept = new ArrayList<Guest>();
    for (Guest one : all) {
      boolean same = known != null && one.session().equals(activity.session());
      if (!same && one.lastMillis() + KEPT_MILLIS >= newest) {
        kept.add(one);
      }
    }
    if (known != null) {
      kept.add(known.with(at));
    } else if (kept.size() < MAX && at + KEPT_MILLIS >= newest) {
      kept.add(new Guest(activity.session(), at, at));
    }
    kept.sort(
        Comparator.comparingLong(Guest::firstMillis)
            .thenComparing(one -> one.session().decider().id())
            .thenComparing(one -> one.session().id()));
    return new Guests(kept);
  }

  /** What a device's signal says of its sessions. */
  List<Signal> implicated(Signal signal) {
    return all.stream()
        .filter(one -> one.isConcernedBy(signal))
        .map(one -> of(one.session(), signal))
        .toList();
  }

  /** What a session is told that is concerned by more of the device's signals than before. */
  List<Signal> told(Subject session, Guests before, List<Signal> signals) {
    Guest now = guest(session);
    Guest then = before.guest(session);
    return now == null
        ? List.of()
        : signals.stream()
            .filter(one -> now.isConcernedBy(one) && (then == null || !then.isConcernedBy(one)))
            .map(one -> of(session, one))
            .toList();
  }

  private @Nullable Guest guest(Subject session) {
    for (Guest one : all) {
      if (one.session().equals(session)) {
        return one;
      }
    }
    return null;
  }

  /** A device's signal as the session's. What the ledger holds of it decides what it adds. */
  private static Signal of(Subject session, Signal signal) {
    Subject via = signal.via();
    return signal.about(session, via == null ? signal.subject() : via).after(0);
  }

  @SuppressWarnings(
      "EnumOrdinal") // the order of types is part of stored state: SubjectType says so
  void pack(Packer packer, long baseMillis) {
    packer.putVar(all.size());
    for (Guest one : all) {
      packer.putByte(one.session().decider().type().ordinal());
      packer.putText(one.session().decider().id()).putText(one.session().id());
      packer.putSigned(baseMillis - one.firstMillis());
      packer.putSigned(one.lastMillis() - one.firstMillis());
    }
  }

  static Guests unpack(Unpacker unpacker, String tenant, long baseMillis) {
    int count = unpacker.getVarInt();
    if (count > MAX) {
      throw new IllegalArgumentException(
          "%d sessions of a device: there are at most %d".formatted(count, MAX));
    }
    var guests = new ArrayList<Guest>(count);
    for (int i = 0; i < count; i++) {
      int type = unpacker.getByte();
      if (type >= SubjectType.values().length) {
        throw new IllegalArgumentException("there is no type of subject " + type);
      }
      var owner = Subject.of(tenant, SubjectType.values()[type], unpacker.getText());
      Subject session = Subject.session(owner, unpacker.getText());
      long first = baseMillis - unpacker.getSigned();
      guests.add(new Guest(session, first, first + unpacker.getSigned()));
    }
    return new Guests(guests);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Guests guests && all.equals(guests.all);
  }

  @Override
  public int hashCode() {
    return all.hashCode();
  }

  /** How many there are: who they are is nobody's business in a log. */
  @Override
  public String toString() {
    return all.size() + " sessions";
  }
}
