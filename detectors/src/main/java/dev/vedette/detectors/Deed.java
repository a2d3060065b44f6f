package dev.vedette.detectors;

import dev.vedette.events.EventRef;
import dev.vedette.events.Observation;
import dev.vedette.events.Packer;
import dev.vedette.events.Rarity;
import dev.vedette.events.Subject;
import dev.vedette.events.SubjectKey;
import dev.vedette.events.Unpacker;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that few do, as it was done in a window: when it was rarest, if that changed. At most
 * {@value #MAX_BYTES} bytes.
 *
 * <p>A bounded list keeps the rarest deeds, so that what is kept, and everything known of it, is
 * the same in any order: a deed that was pushed out returns only as a rarer one, of which nothing
 * was known before.
 *
 * @param key what makes it the same deed: a hash
 * @param name of the action, cut
 * @param step the rarest step seen ({@link Rarity#step}): among the principal's peers, if it was
 *     known there, otherwise in the tenant; {@link Rarity#UNKNOWN_STEP} if neither was
 * @param amongPeers whether that step is of peers
 * @param failed whether every attempt failed that was as rare
 * @param first the earliest event that was as rare
 * @param target the account that the earliest event was done to; null if that is none
 */
record Deed(
    long key,
    String name,
    int step,
    boolean amongPeers,
    boolean failed,
    EventRef first,
    @Nullable Subject target)
    implements Sighting<Deed> {
  static final int MAX_NAME_CHARS = 64;

  /** A target with a longer key is left out. */
  static final int MAX_TARGET_CHARS = 200;

  private static final Comparator<Deed> LEAST_RARE =
      Comparator.comparingInt((Deed deed) -> deed.step())
          .thenComparing(Comparator.comparingLong(Deed::key).reversed());

  static final int MAX_BYTES =
      8 + 2 + 3 * MAX_NAME_CHARS + 4 + EventRefs.MAX_BYTES + 2 + MAX_TARGET_CHARS;

  static Deed of(long key, Observation observation, @Nullable Subject target) {
    String name = observation.action();
    return new Deed(
        key,
        EventRefs.wellFormed(
            name.length() <= MAX_NAME_CHARS ? name : name.substring(0, MAX_NAME_CHARS)),
        step(observation),
        observation.detail().peerStep() >= 0,
        observation.failed(),
        EventRefs.of(observation),
        target);
  }

  static int step(Observation observation) {
    int ofPeers = observation.detail().peerStep();
    return ofPeers >= 0 ? ofPeers : observation.rarity().step();
  }

  @Override
  public Deed and(Deed other) {
    if (step != other.step) {
      return step > other.step ? this : other;
    }
    Deed earlier = order(other) <= 0 ? this : other;
    return new Deed(
        key,
        name.compareTo(other.name) <= 0 ? name : other.name,
        step,
        amongPeers || other.amongPeers,
        failed && other.failed,
        earlier.first,
        earlier.target);
  }

  private int order(Deed other) {
    int byEvent = first.compareTo(other.first);
    return byEvent != 0 ? byEvent : targetKey().compareTo(other.targetKey());
  }

  private String targetKey() {
    return target == null ? "" : SubjectKey.encode(target);
  }

  /** Such as {@code ; done on 1 in 80 colleague-days}; empty if that is not known. */
  String rarity() {
    if (step <= 0) {
      return "";
    }
    String one = AtLeast.of((long) StrictMath.pow(2, step / 2.0)).replace("+", "");
    return "; done on 1 in %s %s-days".formatted(one, amongPeers ? "peer" : "colleague");
  }

  /** The rarest of deeds sorted by key; the same list if there are no more than may be kept. */
  static List<Deed> rarest(List<Deed> sorted, int most) {
    if (sorted.size() <= most) {
      return sorted;
    }
    var kept = new ArrayList<Deed>(sorted);
    while (kept.size() > most) {
      kept.remove(kept.stream().min(LEAST_RARE).orElseThrow());
    }
    return List.copyOf(kept);
  }

  void write(Packer to) {
    to.putLong(key).putText(name).putByte(step + 1);
    to.putByte((amongPeers ? 1 : 0) | (failed ? 2 : 0));
    EventRefs.write(first, to);
    to.putText(targetKey());
  }

  static Deed read(Unpacker from) {
    long key = from.getLong();
    String name = from.getText();
    int step = from.getByte() - 1;
    int flags = from.getByte();
    EventRef first = EventRefs.read(from);
    String target = from.getText();
    Subject whom = target.isEmpty() ? null : SubjectKey.decode(target);
    return new Deed(key, name, step, (flags & 1) != 0, (flags & 2) != 0, first, whom);
  }

  static void writeAll(List<Deed> deeds, Packer to) {
    to.putVar(deeds.size());
    for (Deed deed : deeds) {
      deed.write(to);
    }
  }

  static List<Deed> readAll(Unpacker from) {
    int size = from.getVarInt();
    var deeds = new ArrayList<Deed>();
    for (int i = 0; i < size; i++) {
      deeds.add(read(from));
    }
    return List.copyOf(deeds);
  }
}
