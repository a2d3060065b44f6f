package dev.vedette.simulator;

import dev.vedette.events.AccessEvent.Endpoint;
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
  private final Place place;
  private final Endpoint address;
  private final String client;

  OutsideAttacks(Intruder intruder, List<Person> people, Campaign campaign, Person victim) {
    this.intruder = intruder;
    this.people = people;
    this.campaign = campaign;
    this.victim = victim;
    dice = intruder.dice();
    place = dice.pick(Place.HOSTERS);
    address = place.hoster(dice);
    client = intruder.client();
  }

  void spray() {
    long at = campaign.startMillis();
    double gap = dice.between(1_500, 15_000);
    for (Person name : names(times(30), victim)) {
      at += (long) dice.exponential(gap);
      intruder.guess(at, intruder.stranger(name, address, client), "spray");
    }
    at += dice.between(2 * MINUTE, 12 * MINUTE);
    Presence in = intruder.enter(at, intruder.stranger(victim, address, client));
    at = intruder.enumerate(at, in, 3, 5_000);
    // The takeover is done by hand, from another machine of the same country or of another one.
    at += dice.between(8 * MINUTE, 40 * MINUTE);
    Place lair = dice.chance(0.5) ? place : dice.pick(Place.HOSTERS);
    Presence byHand =
        intruder.enter(at, intruder.stranger(victim, lair.hoster(dice), intruder.client()));
    at = intruder.enumerate(at, byHand, times(12), 6_000);
    at = intruder.escalate(at + 2 * MINUTE, byHand, 2 + times(3), 25_000);
    intruder.collect(
        at + 3 * MINUTE, byHand, victim.habits().department(), times(180), 5_000_000, 1_500);
  }

  void guessing() {
    long at = campaign.startMillis();
    double gap = dice.between(2_000, 25_000);
    for (int i = times(35); i > 0; i--) {
      at += (long) dice.exponential(gap);
      intruder.guess(at, intruder.stranger(victim, address, client), "guessing");
    }
    at += dice.between(1_000L, 60_000L);
    Presence in = intruder.enter(at, intruder.stranger(victim, address, client));
    at = intruder.read(at, in, victim, campaign.day(), times(25), 12_000);
    intruder.collect(at, in, victim.habits().department(), times(20), 2_000_000, 4_000);
  }

  void slowGuessing() {
    double everyMillis = 10 * MINUTE / campaign.strength();
    List<Person> names = names(Math.min(60, people.size() / 2), victim);
    long end = campaign.startMillis() + CompanySettings.DAY_MILLIS;
    int turn = 0;
    for (long at = campaign.startMillis(); at < end; turn++) {
      Person name = turn == 0 ? victim : names.get(turn % names.size());
      intruder.guess(at, intruder.stranger(name, address, client), "slow_guessing");
      at += (long) Math.max(MINUTE, dice.normal(everyMillis, 20_000));
    }
  }

  void fatigue() {
    long at = campaign.startMillis();
    Presence who = intruder.stranger(victim, address, client).proved(SignIns.PASSWORD);
    for (int i = times(14); i > 0; i--) {
      intruder.authenticate(at, who, SignIns.MFA, Outcome.FAILURE, "mfa_fatigue");
      at += dice.between(15_000L, 75_000L);
    }
    intruder.authenticate(at, who, SignIns.MFA, Outcome.SUCCESS, "mfa_fatigue");
    at += 1_500;
    Presence in = who.in(intruder.session());
    intruder.authenticate(
        at, in.proved(SignIns.SECOND_FACTOR), SignIns.SIGN_IN, Outcome.SUCCESS, "sign_in");
    in = in.proved(null);
    at = intruder.read(at, in, victim, campaign.day(), times(30), 15_000);
    intruder.collect(at, in, victim.habits().department(), times(25), 2_000_000, 4_000);
  }

  void dormant() {
    long at = campaign.startMillis();
    if (dice.chance(0.5)) {
      intruder.guess(at, intruder.stranger(victim, address, client), "sign_in");
      at += 20_000;
    }
    Presence in = intruder.enter(at, intruder.stranger(victim, address, client));
    at = intruder.enumerate(at, in, times(10), 8_000);
    at = intruder.read(at, in, victim, campaign.day(), times(20), 12_000);
    intruder.collect(at, in, victim.habits().department(), times(40), 2_500_000, 3_000);
  }

  private int times(double typical) {
    return (int) Math.max(1, Math.round(typical * campaign.strength() * dice.between(0.8, 1.2)));
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
