package dev.vedette.simulator;

import dev.vedette.events.AccessEvent.Client;
import dev.vedette.events.AccessEvent.Device;
import dev.vedette.events.AccessEvent.Endpoint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where intruders work from and with what. A quiet one (strength below 1) hides: with a probability
 * of 1 − strength behind a rented home line in the victim's city, and, apart from that, with the
 * same probability behind the victim's own user agent.
 */
record Lair(Endpoint address, Client client, @Nullable Device device) {
  private static final List<String> SCRIPTS =
      List.of("python-requests/2.32.4", "curl/8.9.1", "Go-http-client/2.0");
  private static final List<String> BROWSERS =
      List.of(
          "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 HeadlessChrome/131.0.0.0",
          "Mozilla/5.0 (Windows NT 10.0; rv:128.0) Gecko/20100101 Firefox/128.0",
          "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/141.0.0.0");
  private static final String APP = "workspace";

  /** A rented machine in another country, or less, as far as the campaign hides. */
  static Lair of(Campaign campaign, Person victim, int day, long epochDay, Dice dice) {
    double hidden = 1 - campaign.strength();
    List<Place> abroad =
        Place.HOSTERS.stream().filter(p -> !p.country().equals(victim.place().country())).toList();
    Endpoint hoster = dice.pick(abroad).hoster(dice);
    Endpoint line = victim.place().rentedLine(dice);
    Client own = victim.toolsOn(day).getFirst().client(epochDay, victim.index());
    boolean script = dice.chance(0.4);
    Client foreign = new Client(dice.pick(script ? SCRIPTS : BROWSERS), APP);
    // Some identity providers give every browser an identifier of its own.
    Device browser = new Device("br-%08x".formatted(dice.between(0L, 1L << 32)), null);
    boolean named = !script && dice.chance(0.5);
    return new Lair(
        dice.chance(hidden) ? line : hoster,
        dice.chance(hidden) ? own : foreign,
        named ? browser : null);
  }

  /** Another machine of the same intruder, with a browser. */
  Lair byHand(Dice dice) {
    Endpoint other = dice.chance(0.5) ? address : dice.pick(Place.HOSTERS).hoster(dice);
    return new Lair(other, new Client(dice.pick(BROWSERS), APP), null);
  }
}
