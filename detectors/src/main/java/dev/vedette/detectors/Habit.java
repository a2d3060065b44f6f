package dev.vedette.detectors;

/**
 * A thing that is normal.
 *
 * @param key identity of the thing
 * @param days the number of days on which it taught
 * @param lastDay the last of them, UTC days since the epoch
 */
record Habit(long key, int days, int lastDay) implements Sighting<Habit> {
  @Override
  public Habit and(Habit other) {
    return new Habit(key, days + other.days, Math.max(lastDay, other.lastDay));
  }

  /** After another window of that day. */
  Habit on(int day) {
    return day > lastDay ? new Habit(key, days + 1, day) : this;
  }
}
