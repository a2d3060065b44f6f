package dev.vedette.simulator;

import java.util.List;

/** Attacks with a session that was opened honestly: stolen, or abused by its owner. */
final class InsideAttacks {
  private static final long MINUTE = 60_000;

  private final Intruder intruder;
  private final Dice dice;
  private final Campaign campaign;
  private final Person person;
  private final int day;
  private final Stay first;
  private final Stay last;

  /**
   * @param stays the day's honest sessions, not empty
   */
  InsideAttacks(Intruder intruder, Campaign campaign, Person person, int day, List<Stay> stays) {
    this.intruder = intruder;
    this.campaign = campaign;
    this.person = person;
    this.day = day;
    dice = intruder.dice();
    first = stays.getFirst();
    last = stays.getLast();
  }

  void replay() {
    Place place = dice.pick(Place.HOSTERS);
    Presence thief =
        intruder
            .stranger(person, place.hoster(dice), intruder.client())
            .in(first.presence().session());
    long at = campaign.startMillis();
    at = intruder.read(at, thief, person, day, times(30), 20_000);
    intruder.collect(at, thief, person.habits().department(), times(25), 2_000_000, 4_000);
  }

  void download() {
    intruder.collect(
        campaign.startMillis(),
        last.presence(),
        person.habitsOn(day).department(),
        times(300),
        3_000_000,
        9_000);
  }

  void abuse() {
    long at = intruder.enumerate(campaign.startMillis(), last.presence(), times(6), 30_000);
    intruder.escalate(at, last.presence(), times(10), 4 * MINUTE);
  }

  /** Grows by a quarter a day from a dozen files; spread over working hours. */
  void exfiltrate() {
    int since = day - campaign.day();
    int files = times(12 * StrictMath.pow(1.25, since));
    for (int i = 0; i < files; i++) {
      Stay stay = dice.chance(0.5) ? first : last;
      long at = dice.between(stay.fromMillis(), stay.toMillis());
      intruder.collect(at, stay.presence(), person.habitsOn(day).department(), 1, 2_000_000, 1_000);
    }
  }

  private int times(double typical) {
    return (int) Math.max(1, Math.round(typical * campaign.strength() * dice.between(0.8, 1.2)));
  }
}
