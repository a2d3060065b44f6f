package dev.vedette.simulator;

import dev.vedette.events.AccessEvent.Endpoint;

/** Which addresses people share: exits of the VPN, gateways of carriers, cells, hotels. */
record Networks(int vpnExits, int gateways, int datacentreExits) {
  /** How long a home line keeps its address, in days. */
  private static final int LEASE_DAYS = 17;

  static Networks of(int users) {
    return new Networks(Math.max(2, users / 30), Math.max(2, users / 50), Math.max(2, users / 150));
  }

  Endpoint vpn(Dice dice) {
    return Place.OFFICES.getFirst().vpnExit(dice.below(vpnExits));
  }

  /** A cell of the mobile network beside a railway line. */
  Endpoint train(Place place, Dice dice) {
    return place.train(dice.below(Place.STOPS), dice.below(40));
  }

  Endpoint carrier(Place place, Dice dice) {
    return place.carrier(dice.below(gateways));
  }

  Endpoint home(Person person, long epochDay) {
    if (person.modernLine()) {
      return person.place().home6(person.index(), epochDay);
    }
    return person.place().home(person.index(), (int) ((epochDay + person.index()) / LEASE_DAYS));
  }

  Endpoint hotel(Place place, Dice dice) {
    return place.hotel(dice.below(Math.max(3, gateways / 2)));
  }

  Endpoint datacentre(int service) {
    return Place.OFFICES.getFirst().datacentre(service % datacentreExits);
  }
}
