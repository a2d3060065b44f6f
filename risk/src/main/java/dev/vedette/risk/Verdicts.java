package dev.vedette.risk;

import dev.vedette.events.Packer;
import dev.vedette.events.Signal;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectKey;
import dev.vedette.events.Unpacker;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The verdicts on a subject that decides and on its sessions: a set, so that it does not matter in
 * which order and how often they came. Of several that mean a signal the narrowest scope counts,
 * and of equal scopes the one that was said last.
 *
 * <p>At most {@value #MAX}: of more, those go whose time ends first. One whose time has ended stays
 * while evidence that it means could count under any policy. Immutable.
 *
 * <p>Encoded (version 1): count, then of each id, subject key, kind, detector, window, until, at.
 * Who said it and why stands on the topic only. Usually some 80 bytes each.
 */
public final class Verdicts {
  /** The most verdicts on one subject. */
  public static final int MAX = 128;

  /** No verdict. */
  public static final Verdicts NONE = new Verdicts(List.of());

  private static final int VERSION = 1;

  /** What a window that starts just before the end may need to be forgotten, and a day more. */
  private static final long KEPT_MILLIS =
      FamilyPolicy.HALF_LIVES * FamilyPolicy.MAX_HALF_LIFE.toMillis() + 72 * Cells.HOUR_MILLIS;

  private static final Comparator<Verdict> LAST_SAID =
      Comparator.comparingLong(Verdict::atMillis)
          .thenComparing(Verdict::id)
          .thenComparing(Verdict::kind)
          .thenComparing(Verdict::toString);

  private static final Comparator<Verdict> COUNTS =
      Comparator.comparingInt(Verdict::narrowness).thenComparing(LAST_SAID);

  private static final Comparator<Verdict> ENDS_LAST =
      Comparator.comparingLong(Verdict::untilMillis).thenComparing(LAST_SAID);

  /** By id. */
  private final List<Verdict> all;

  private Verdicts(List<Verdict> all) {
    this.all = List.copyOf(all);
  }

  /** Whether there is none. */
  public boolean isEmpty() {
    return all.isEmpty();
  }

  /** The number of verdicts. */
  public int size() {
    return all.size();
  }

  /** What was found out about a signal; null if nobody said. */
  public Verdict.@Nullable Kind of(Signal signal) {
    return all.stream()
        .filter(verdict -> verdict.matches(signal))
        .max(COUNTS)
        .map(Verdict::kind)
        .orElse(null);
  }

  /** These and one more, in place of an earlier one of the same id. */
  public Verdicts with(Verdict said) {
    Verdict bare = said.bare();
    var changed = new ArrayList<Verdict>();
    for (Verdict verdict : all) {
      if (!verdict.id().equals(bare.id())) {
        changed.add(verdict);
      } else if (LAST_SAID.compare(verdict, bare) >= 0) {
        return this;
      }
    }
    changed.add(bare);
    if (changed.size() > MAX) {
      changed.remove(changed.stream().min(ENDS_LAST).orElseThrow());
    }
    changed.sort(Comparator.comparing(Verdict::id));
    return new Verdicts(changed);
  }

  /** These without those that mean nothing that could still count. */
  public Verdicts withoutOver(long nowMillis) {
    List<Verdict> left =
        all.stream().filter(verdict -> verdict.untilMillis() + KEPT_MILLIS > nowMillis).toList();
    return left.size() == all.size() ? this : new Verdicts(left);
  }

  /**
   * The first instant at which {@link #withoutOver} leaves none; Long.MIN_VALUE if there is none.
   */
  public long overMillis() {
    return all.stream()
        .mapToLong(verdict -> verdict.untilMillis() + KEPT_MILLIS)
        .max()
        .orElse(Long.MIN_VALUE);
  }

  /** Compact bytes that begin with a version. */
  public byte[] encode() {
    var packer = new Packer(128).putByte(VERSION).putVar(all.size());
    for (Verdict verdict : all) {
      Long window = verdict.windowStartMillis();
      String detector = verdict.detector();
      packer.putText(verdict.id()).putText(SubjectKey.encode(verdict.subject()));
      packer.putByte(kindOrdinal(verdict.kind())).putText(detector == null ? "" : detector);
      packer.putByte(window == null ? 0 : 1);
      if (window != null) {
        packer.putSigned(window);
      }
      packer.putSigned(verdict.untilMillis()).putSigned(verdict.atMillis());
    }
    return packer.toBytes();
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws IllegalArgumentException if the bytes are malformed or of another version
   */
  public static Verdicts decode(byte[] bytes) {
    var unpacker = new Unpacker(bytes);
    int version = unpacker.getByte();
    if (version != VERSION) {
      throw new IllegalArgumentException("verdicts of version " + version + ", not " + VERSION);
    }
    int count = unpacker.getVarInt();
    if (count > MAX) {
      throw new IllegalArgumentException("%d verdicts: there are at most %d".formatted(count, MAX));
    }
    var all = new ArrayList<Verdict>(count);
    for (int i = 0; i < count; i++) {
      String id = unpacker.getText();
      Subject subject = SubjectKey.decode(unpacker.getText());
      Verdict.Kind kind = kind(unpacker.getByte());
      String detector = unpacker.getText();
      Long window = unpacker.getByte() == 0 ? null : unpacker.getSigned();
      long until = unpacker.getSigned();
      long at = unpacker.getSigned();
      all.add(
          new Verdict(
              id, subject, kind, detector.isEmpty() ? null : detector, window, until, at, "", ""));
    }
    if (!unpacker.atEnd()) {
      throw new IllegalArgumentException("there is more behind the verdicts");
    }
    return new Verdicts(all);
  }

  @SuppressWarnings("EnumOrdinal") // the order is part of stored state, as the kinds say
  private static int kindOrdinal(Verdict.Kind kind) {
    return kind.ordinal();
  }

  private static Verdict.Kind kind(int ordinal) {
    if (ordinal >= Verdict.Kind.values().length) {
      throw new IllegalArgumentException("there is no kind of verdict " + ordinal);
    }
    return Verdict.Kind.values()[ordinal];
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Verdicts verdicts && all.equals(verdicts.all);
  }

  @Override
  public int hashCode() {
    return all.hashCode();
  }

  /** How many there are: whom they are about is nobody's business in a log. */
  @Override
  public String toString() {
    return all.size() + " verdicts";
  }
}
