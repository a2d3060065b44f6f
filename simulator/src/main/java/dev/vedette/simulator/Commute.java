package dev.vedette.simulator;

/**
 * Work on a train: the mobile network gives another address from cell to cell, of another town from
 * stretch to stretch, within one session.
 */
record Commute(Networks networks) {
  private static final long MINUTE = 60_000;

  /** Whether the way to the office is by train and the laptop is open. */
  static boolean today(Person person, Dice dice) {
    return person.trainShare() > 0 && dice.chance(person.trainShare());
  }

  /**
   * Signs in on board and works until arrival.
   *
   * @param boarded when the laptop is opened
   * @param act writes one action
   * @return the stay on the train, as of the last cell
   */
  Stay ride(long boarded, Presence laptop, Person person, Dice dice, Journal journal, Action act) {
    int spells = 3 + dice.below(5);
    Stay in =
        SignIns.signIn(
            boarded, laptop.from(networks.train(person.place(), dice)), person, dice, journal);
    long at = in.fromMillis();
    Presence here = in.presence();
    for (int spell = 0; spell < spells; spell++) {
      here = here.from(networks.train(person.place(), dice));
      for (int i = 1 + dice.below(4); i > 0; i--) {
        at += 2_000 + (long) dice.exponential(30_000);
        act.at(at, here);
      }
      at += (long) dice.exponential(3 * MINUTE);
    }
    return new Stay(here, in.fromMillis(), at);
  }

  /** One action of somebody's repertoire. */
  @FunctionalInterface
  interface Action {
    /** Writes it. */
    void at(long atMillis, Presence presence);
  }
}
