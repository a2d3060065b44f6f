package dev.vedette.simulator;

import dev.vedette.events.Outcome;
import java.util.ArrayList;
import java.util.List;

/** Attacks by strangers who begin without a session. */
final class OutsideAttacks {
  private static final long MINUTE = 60_000;

  private final Intruder intruder;
  private final Dice dice;
  private final List<Person> people;
  private final Campaign campaign;
  private final Person victim;
  private final Lair lair;

  OutsideAttacks(
      Intruder intruder, List<Person> people, Campaign campaign, Person victim, long epochDay) {
    this.intruder = intruder;
    this.people = people;
    this.campaign = campaign;
    this.victim = victim;
    dice = intruder.dice();
    lair = Lair.of(campaign, victim, campaign.day(), epochDay, dice);
  }

  void spray() {
    long at = campaign.startMillis();
    double gap = dice.between(1_500, 15_000) / campaign.strength();
    for (Person name : names(intruder.times(30), victim)) {
      at += (long) dice.exponential(gap);
      intruder.guess(at, intruder.stranger(name, lair), "spray");
    }
    at += dice.between(2 * MINUTE, 12 * MINUTE);
    Presence in = intruder.enter(at, intruder.stranger(victim, lair));
    at = intruder.enumerate(at, in, 3, 5_000);
    // The takeover is done by hand, from another machine of the same country or of another one.
    at += dice.between(8 * MINUTE, 40 * MINUTE);
    Presence byHand = intruder.enter(at, intruder.stranger(victim, lair.byHand(dice)));
    at = intruder.enumerate(at, byHand, intruder.times(12), 6_000);
    at = intruder.escalate(at + 2 * MINUTE, byHand, 2 + intruder.times(3), 25_000);
    intruder.collect(
        at + 3 * MINUTE,
        byHand,
        victim.habits().department(),
        intruder.times(180),
        5_000_000,
        1_500);
  }

  void guessing() {
    long at = campaign.startMillis();
    double gap = dice.between(2_000, 25_000);
    Presence stranger = intruder.stranger(victim, lair);
    at = intruder.guesses(at, stranger, intruder.times(35), gap, "guessing");
    at += dice.between(1_000L, 60_000L);
    Presence in = intruder.enter(at, intruder.stranger(victim, lair));
    at = intruder.read(at, in, victim, campaign.day(), intruder.times(25), 12_000);
    intruder.collect(at, in, victim.habits().department(), intruder.times(20), 2_000_000, 4_000);
  }

  void slowGuessing() {
    double everyMillis = 10 * MINUTE / campaign.strength();
    List<Person> names = names(Math.min(60, people.size() / 2), victim);
    long end = campaign.startMillis() + CompanySettings.DAY_MILLIS;
    int turn = 0;
    for (long at = campaign.startMillis(); at < end; turn++) {
      Person name = turn == 0 ? victim : names.get(turn % names.size());
      intruder.guess(at, intruder.stranger(name, lair), "slow_guessing");
      at += (long) Math.max(MINUTE, dice.normal(everyMillis, 20_000));
    }
  }

  void fatigue() {
    long at = campaign.startMillis();
    Presence who = intruder.stranger(victim, lair).proved(SignIns.PASSWORD);
    for (int i = intruder.times(14); i > 0; i--) {
      intruder.authenticate(at, who, SignIns.MFA, Outcome.FAILURE, "mfa_fatigue");
      at += (long) (dice.between(15_000, 75_000) / campaign.strength());
    }
    intruder.authenticate(at, who, SignIns.MFA, Outcome.SUCCESS, "mfa_fatigue");
    at += 1_500;
    Presence in = who.in(intruder.session());
    intruder.authenticate(
        at, in.proved(SignIns.SECOND_FACTOR), SignIns.SIGN_IN, Outcome.SUCCESS, "sign_in");
    in = in.proved(null);
    at = intruder.read(at, in, victim, campaign.day(), intruder.times(30), 15_000);
    intruder.collect(at, in, victim.habits().department(), intruder.times(25), 2_000_000, 4_000);
  }

  void takeover() {
    long at = campaign.startMillis();
    Presence who = intruder.stranger(victim, lair);
    Presence in = who.in(intruder.session());
    // The relay passes on what the victim types, the second factor included.
    intruder.authenticate(
        at, who.proved(SignIns.PASSWORD), SignIns.MFA, Outcome.SUCCESS, "sign_in");
    at += 2_000;
    intruder.authenticate(
        at, in.proved(SignIns.SECOND_FACTOR), SignIns.SIGN_IN, Outcome.SUCCESS, "sign_in");
    in = in.proved(null);
    at = intruder.read(at + MINUTE, in, victim, campaign.day(), intruder.times(6), 15_000);
    at = intruder.settle(at, in, victim);
    at = intruder.read(at, in, victim, campaign.day(), intruder.times(30), 15_000);
    at =
        intruder.collect(
            at, in, victim.habits().department(), intruder.times(30), 2_000_000, 4_000);
    intruder.carryOff(at, in, victim.habits().department(), intruder.times(5), 5_000_000);
  }

  void dormant() {
    long at = campaign.startMillis();
    if (dice.chance(0.5)) {
      intruder.guess(at, intruder.stranger(victim, lair), "sign_in");
      at += 20_000;
    }
    Presence in = intruder.enter(at, intruder.stranger(victim, lair));
    at = intruder.enumerate(at, in, intruder.times(10), 8_000);
    at = intruder.read(at, in, victim, campaign.day(), intruder.times(20), 12_000);
    intruder.collect(at, in, victim.habits().department(), intruder.times(40), 2_500_000, 3_000);
  }

  /** Distinct names with the victim somewhere among them. */
  private List<Person> names(int count, Person among) {
    var names = new ArrayList<Person>();
    names.add(among);
    int step = 1 + dice.below(Math.max(1, people.size() / Math.max(1, count)));
    int wanted = Math.min(count, people.size() - 1);
    for (int i = 1; names.size() < wanted && i < people.size(); i++) {
      Person next = people.get((int) ((among.index() + (long) i * step) % people.size()));
      if (next.index() != among.index() && !names.contains(next)) {
        names.add(next);
      }
    }
    names.remove(0);
    names.add(dice.below(names.size() + 1), among);
    return names;
  }
}
