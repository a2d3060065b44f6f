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

  void replay(long epochDay) {
    Presence thief =
        intruder
            .stranger(person, Lair.of(campaign, person, day, epochDay, dice))
            .in(first.presence().session());
    long at = campaign.startMillis();
    at = intruder.read(at, thief, person, day, intruder.times(30), 20_000);
    intruder.collect(at, thief, person.habits().department(), intruder.times(25), 2_000_000, 4_000);
  }

  void download() {
    Department department = person.habitsOn(day).department();
    long at =
        intruder.collect(
            campaign.startMillis(),
            last.presence(),
            department,
            intruder.times(300),
            3_000_000,
            9_000);
    intruder.carryOff(at, last.presence(), department, intruder.times(8), 40_000_000);
  }

  void abuse() {
    long at =
        intruder.enumerate(campaign.startMillis(), last.presence(), intruder.times(6), 30_000);
    intruder.escalate(at, last.presence(), intruder.times(10), 4 * MINUTE);
  }

  /** Grows by a quarter a day from a dozen files; spread over working hours. */
  void exfiltrate() {
    int since = day - campaign.day();
    int files = intruder.times(12 * StrictMath.pow(1.25, since));
    for (int i = 0; i < files; i++) {
      Stay stay = dice.chance(0.5) ? first : last;
      long at = dice.between(stay.fromMillis(), stay.toMillis());
      intruder.collect(at, stay.presence(), person.habitsOn(day).department(), 1, 2_000_000, 1_000);
    }
  }

  /** Malware on the person's own computer goes from host to host, then takes secrets. */
  void spread() {
    long at = campaign.startMillis();
    if (dice.chance(0.5)) {
      at = intruder.disarm(at, last.presence());
    }
    at = intruder.enumerate(at, last.presence(), intruder.times(4), 10_000);
    at = intruder.fanOut(at, last.presence(), intruder.times(30), 30_000);
    var secret = List.of(Intruder.power("secrets.read"), Intruder.power("secrets.read"));
    intruder.escalate(at, last.presence(), secret, 20_000);
  }

  void destroy() {
    long at = intruder.disarm(campaign.startMillis(), last.presence());
    intruder.destroy(
        at, last.presence(), person.habitsOn(day).department(), intruder.times(250), 2_500);
  }
}
