package dev.vedette.simulator;

import dev.vedette.events.AccessEvent.Destination;
import java.util.List;

/** Where uploads go: sites of partners and tools, known to all; and places that attackers own. */
final class Destinations {
  private static final List<String> SITES =
      List.of(
          "drive.cloudsuite.example",
          "transfer.bigfiles.example",
          "portal.auditors.example",
          "upload.printshop.example",
          "dropzone.logistics.example",
          "desk.translations.example",
          "assets.agency.example",
          "exchange.bank.example",
          "inbox.government.example",
          "my.boxdrive.example");
  private static final Weights POPULARITY = Weights.zipf(SITES.size(), 1.2);

  private Destinations() {}

  /** Mostly one of somebody's own three sites, now and then any. */
  static Destination usual(Person person, Dice dice) {
    int site =
        dice.chance(0.85)
            ? Math.floorMod(person.index() * 7 + dice.below(3) * (person.index() % 4), SITES.size())
            : POPULARITY.draw(dice);
    return new Destination("198.19.240." + (site + 1), 443, SITES.get(site));
  }

  /** A private account at a storage service, or a machine rented for the purpose. */
  static Destination drop(Dice dice) {
    return dice.chance(0.4)
        ? new Destination("198.19.240." + SITES.size(), 443, SITES.getLast())
        : new Destination(
            "198.51.100." + (1 + dice.below(254)),
            443,
            "cdn-%04x.storage.example".formatted(dice.below(0xffff)));
  }
}
