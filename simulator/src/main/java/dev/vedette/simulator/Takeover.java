package dev.vedette.simulator;

import dev.vedette.events.AccessEvent.Endpoint;
import dev.vedette.simulator.DemoStory.Actor;
import dev.vedette.simulator.DemoStory.Stage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The demonstration's main story: spray, an account falls, privilege, mass download. */
record Takeover(Company company, Instant start, Person victim, List<Actor> present, int entity) {
  private static final int SPRAYED = 25;
  private static final int FILES = 200;
  private static final double FILE_BYTES = 20_000_000;

  void play(List<Beat> beats) {
    CompanySettings settings = company.settings();
    var campaign =
        new Campaign(
            "demo-takeover",
            AttackKind.PASSWORD_SPRAY,
            victim.principal().id(),
            start.toEpochMilli() + 5_000,
            1,
            0,
            victim.index(),
            settings.days());
    var stage = new Stage(start, new ArrayList<>(), beats);
    var journal = new Journal(settings, entity, settings.days(), stage.pages()).of(campaign);
    var dice = Dice.of(settings.seed(), Purpose.STORY, 1);
    var intruder = new Intruder(company.workday(), company.catalogue(), dice, journal, 1);

    Endpoint sprayer = Place.HOSTERS.get(0).hoster(dice);
    String script = "python-requests/2.32.4";
    long at = start.toEpochMilli() + 5_000;
    for (Person name : names()) {
      intruder.guess(at, intruder.stranger(name, sprayer, script), "spray");
      at += dice.between(120L, 280L);
    }
    stage.told(
        "A password spray: %s in %s tries one password on %d accounts."
            .formatted(sprayer.ip(), sprayer.city(), SPRAYED));

    Presence fallen =
        intruder.enter(start.toEpochMilli() + 15_000, intruder.stranger(victim, sprayer, script));
    intruder.enumerate(start.toEpochMilli() + 16_000, fallen, 3, 500);
    stage.told("One account falls: %s signs in from that address.".formatted(campaign.victim()));

    Endpoint lair = Place.HOSTERS.get(1).hoster(dice);
    Presence byHand =
        intruder.enter(
            start.toEpochMilli() + 25_000,
            intruder.stranger(
                victim, lair, "Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/131.0.0.0"));
    at = intruder.enumerate(start.toEpochMilli() + 26_000, byHand, 8, 150);
    at =
        intruder.escalate(
            at,
            byHand,
            Stream.of(
                    "iam.role.grant",
                    "secrets.read",
                    "secrets.read",
                    "iam.user.create",
                    "secrets.read",
                    "admin.policy.change")
                .map(Intruder::power)
                .toList(),
            300);
    stage.told(
        "The attacker comes from %s (%s), looks around, grants rights and reads secrets."
            .formatted(lair.city(), lair.country()));

    intruder.collect(
        Math.max(at, start.toEpochMilli() + 40_000),
        byHand,
        victim.habits().department(),
        FILES,
        FILE_BYTES,
        60);
    stage.told("Mass download: %d files leave with the stolen account.".formatted(FILES));
  }

  /** The victim in the middle of accounts that are in use. */
  private List<Person> names() {
    var names = new ArrayList<Person>(SPRAYED);
    for (Actor actor : present) {
      if (names.size() == SPRAYED / 2) {
        names.add(victim);
      }
      if (names.size() < SPRAYED && actor.person().index() != victim.index()) {
        names.add(actor.person());
      }
    }
    return names;
  }
}
