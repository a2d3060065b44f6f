package dev.vedette.detectors;

import dev.vedette.events.EventRef;
import dev.vedette.events.Observation;
import dev.vedette.events.Packer;
import dev.vedette.events.Rarity;
import dev.vedette.events.Unpacker;
import java.util.List;

/**
 * How much of one kind there was in a window: an amount, distinct things, telling events and the
 * rarest action. At most {@value #MAX_BYTES} bytes of state; the same in any order.
 *
 * @param amount events or bytes; {@link Long#MAX_VALUE} if more
 * @param things what it was done to
 * @param step the rarest step of an action, {@link Rarity#UNKNOWN_STEP} if none was known
 * @param telling events that show it; empty only if there was nothing
 */
record Tally(long amount, Distinct things, int step, List<Telling> telling) {
  static final int MAX_BYTES = 1 + 10 + Distinct.MAX_BYTES + 1 + Telling.MAX_BYTES;
  static final Tally NOTHING = new Tally(0, Distinct.NONE, Rarity.UNKNOWN_STEP, List.of());

  /** Copies the list. */
  public Tally {
    telling = List.copyOf(telling);
  }

  boolean isEmpty() {
    return telling.isEmpty();
  }

  /** The events that show it, in the order of time. */
  List<EventRef> events() {
    return Telling.events(telling);
  }

  /**
   * Adds something counted; the same object if it says nothing new.
   *
   * @param more what it adds to the amount, at least 0
   * @param thing the hash of what it was done to, 0 for none
   */
  Tally plus(Observation observation, long more, long thing) {
    return plus(more, thing, observation, Telling.add(telling, observation, thing));
  }

  /** Adds so many bytes; the greatest are shown. */
  Tally plusBytes(Observation observation, long bytes) {
    return plus(bytes, 0, observation, Telling.addBySize(telling, observation, bytes));
  }

  private Tally plus(long more, long thing, Observation observation, List<Telling> shown) {
    Distinct all = thing == 0 ? things : things.plus(thing);
    int rarest = Math.max(step, observation.rarity().step());
    return more == 0 && all.equals(things) && rarest == step && shown.equals(telling)
        ? this
        : new Tally(sum(amount, more), all, rarest, shown);
  }

  /** What both show together. */
  Tally plus(Tally other) {
    if (isEmpty() || other.isEmpty()) {
      return isEmpty() ? other : this;
    }
    return new Tally(
        sum(amount, other.amount),
        things.plus(other.things),
        Math.max(step, other.step),
        Sighting.merge(telling, other.telling, Telling.MOST));
  }

  private static long sum(long a, long b) {
    return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
  }

  void write(Packer to) {
    to.putVar(amount);
    things.write(to);
    to.putByte(step + 1);
    Telling.writeAll(telling, to);
  }

  static Tally read(Unpacker from) {
    long amount = from.getVar();
    Distinct things = Distinct.read(from);
    int step = from.getByte() - 1;
    List<Telling> telling = Telling.readAll(from);
    return telling.isEmpty() ? NOTHING : new Tally(amount, things, step, telling);
  }

  /** A window that is nothing but a tally. */
  enum InBytes implements Codec<Tally> {
    INSTANCE;

    @Override
    public void write(Tally value, Packer to) {
      to.putByte(1);
      value.write(to);
    }

    @Override
    public Tally read(Unpacker from) {
      Version.expect(1, "tally", from);
      return Tally.read(from);
    }
  }
}
