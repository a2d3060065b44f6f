package dev.vedette.simulator;

import dev.vedette.events.AccessEvent.Endpoint;
import dev.vedette.simulator.DemoStory.Stage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The demonstration's second story: guesses on one account, then success, then its mail is read.
 */
record Guessing(Company company, Instant start, Person victim, int entity) {
  private static final int GUESSES = 20;
  private static final int READS = 12;

  void play(List<Beat> beats) {
    CompanySettings settings = company.settings();
    long from = start.toEpochMilli() + 30_000;
    var campaign =
        new Campaign(
            "demo-guessing",
            AttackKind.PASSWORD_GUESSING,
            victim.principal().id(),
            from,
            1,
            1,
            victim.index(),
            settings.days());
    var stage = new Stage(start, new ArrayList<>(), beats);
    var journal = new Journal(settings, entity, settings.days(), stage.pages()).of(campaign);
    var dice = Dice.of(settings.seed(), Purpose.STORY, 2);
    var intruder = new Intruder(company.workday(), company.catalogue(), dice, journal, 1);
    Endpoint address = Place.HOSTERS.get(4).hoster(dice);
    Presence stranger = intruder.stranger(victim, address, intruder.client());

    for (int i = 0; i < GUESSES; i++) {
      intruder.guess(from + i * 300L + dice.between(0L, 200L), stranger, "guessing");
    }
    stage.told(
        "Meanwhile somebody in %s guesses the password of %s."
            .formatted(address.city(), campaign.victim()));

    Presence in = intruder.enter(from + 8_000, stranger);
    intruder.read(from + 11_000, in, victim, settings.days(), READS, 400);
    stage.told("A guess was right: %s is signed in from there.".formatted(campaign.victim()));
  }
}
