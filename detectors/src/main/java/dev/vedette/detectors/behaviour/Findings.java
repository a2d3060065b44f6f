package dev.vedette.detectors.behaviour;

import dev.vedette.events.Packer;
import dev.vedette.events.Unpacker;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was found out about one subject: a set, so that it does not matter in which order and how
 * often it was heard. Of several findings about a claim the narrowest scope counts, and of equal
 * scopes the one that was said last.
 *
 * <p>A window hears what was said until a day (the skew) after its end: until then it is retained
 * by whoever is not further behind than grace allows, so that what it teaches does not depend on
 * when it is folded. A correction that comes later leaves such a window what it was.
 *
 * <p>At most {@value #MAX}: of more, those go whose time ends first. Immutable. Encoded (version
 * 1): count, then of each id, kind, detector, window, until, said; some 60 bytes each.
 */
public final class Findings {
  /** The most findings about one subject. */
  public static final int MAX = 128;

  /** Nothing was found out. */
  public static final Findings NONE = new Findings(List.of());

  private static final int VERSION = 1;

  private static final Comparator<Finding> LAST_SAID =
      Comparator.comparingLong(Finding::saidMillis)
          .thenComparing(Finding::kind)
          .thenComparing(Finding::toString);

  private static final Comparator<Finding> COUNTS =
      Comparator.comparingInt(Finding::narrowness)
          .thenComparing(LAST_SAID)
          .thenComparing(Finding::id);

  private static final Comparator<Finding> ENDS_LAST =
      Comparator.comparingLong(Finding::untilMillis).thenComparing(LAST_SAID);

  private final List<Finding> all;

  private Findings(List<Finding> all) {
    this.all = List.copyOf(all);
  }

  /** Whether there is none. */
  public boolean isEmpty() {
    return all.isEmpty();
  }

  /** The number of findings, corrected ones among them. */
  public int size() {
    return all.size();
  }

  /**
   * What was found out about a claim; null if nobody said.
   *
   * @param saidUntil findings that were said later are not heard
   */
  Finding.@Nullable Kind of(String detector, long windowStartMillis, long saidUntil) {
    if (all.isEmpty()) {
      return null;
    }
    Map<String, Finding> latest = new HashMap<>();
    for (Finding one : all) {
      if (one.saidMillis() <= saidUntil) {
        latest.merge(one.id(), one, (a, b) -> LAST_SAID.compare(a, b) >= 0 ? a : b);
      }
    }
    return latest.values().stream()
        .filter(one -> one.isAbout(detector, windowStartMillis))
        .max(COUNTS)
        .map(Finding::kind)
        .orElse(null);
  }

  /** These and one more. */
  public Findings with(Finding said) {
    if (all.contains(said)) {
      return this;
    }
    var changed = new ArrayList<>(all);
    changed.add(said);
    if (changed.size() > MAX) {
      changed.remove(changed.stream().min(ENDS_LAST).orElseThrow());
    }
    changed.sort(Comparator.comparing(Finding::id).thenComparing(LAST_SAID));
    return new Findings(changed);
  }

  /** These without those that mean no window that could still be retained at an instant. */
  public Findings withoutOver(long nowMillis, BehaviourSettings settings) {
    List<Finding> left = all.stream().filter(one -> overMillis(one, settings) > nowMillis).toList();
    return left.size() == all.size() ? this : new Findings(left);
  }

  /** When the last of them is over; Long.MIN_VALUE if there is none. */
  public long overMillis(BehaviourSettings settings) {
    return all.stream().mapToLong(one -> overMillis(one, settings)).max().orElse(Long.MIN_VALUE);
  }

  /** A subject that was quiet may keep windows until it is seen again, or forgotten. */
  private static long overMillis(Finding one, BehaviourSettings settings) {
    return Math.max(one.untilMillis(), one.saidMillis())
        + settings.expiry().plus(settings.skew()).plus(settings.grace()).toMillis();
  }

  /** Compact bytes that begin with a version. */
  public byte[] encode() {
    var packer = new Packer(128).putByte(VERSION).putVar(all.size());
    for (Finding one : all) {
      String detector = one.detector();
      Long window = one.windowStartMillis();
      packer.putText(one.id()).putByte(one.kind() == Finding.Kind.CONFIRMED ? 0 : 1);
      packer.putText(detector == null ? "" : detector).putByte(window == null ? 0 : 1);
      if (window != null) {
        packer.putSigned(window);
      }
      packer.putSigned(one.untilMillis()).putSigned(one.saidMillis());
    }
    return packer.toBytes();
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws IllegalArgumentException if the bytes are malformed or of another version
   */
  public static Findings decode(byte[] bytes) {
    var unpacker = new Unpacker(bytes);
    int version = unpacker.getByte();
    if (version != VERSION) {
      throw new IllegalArgumentException("findings of version " + version + ", not " + VERSION);
    }
    int count = unpacker.getVarInt();
    if (count > MAX) {
      throw new IllegalArgumentException("%d findings: there are at most %d".formatted(count, MAX));
    }
    var all = new ArrayList<Finding>(count);
    for (int i = 0; i < count; i++) {
      String id = unpacker.getText();
      Finding.Kind kind = kind(unpacker.getByte());
      String detector = unpacker.getText();
      Long window = unpacker.getByte() == 0 ? null : unpacker.getSigned();
      long until = unpacker.getSigned();
      all.add(
          new Finding(
              id, kind, detector.isEmpty() ? null : detector, window, until, unpacker.getSigned()));
    }
    if (!unpacker.atEnd()) {
      throw new IllegalArgumentException("there is more behind the findings");
    }
    return new Findings(all);
  }

  private static Finding.Kind kind(int code) {
    return switch (code) {
      case 0 -> Finding.Kind.CONFIRMED;
      case 1 -> Finding.Kind.CLEARED;
      default -> throw new IllegalArgumentException("there is no kind of finding " + code);
    };
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Findings findings && all.equals(findings.all);
  }

  @Override
  public int hashCode() {
    return all.hashCode();
  }

  /** How many there are. */
  @Override
  public String toString() {
    return all.size() + " findings";
  }
}
