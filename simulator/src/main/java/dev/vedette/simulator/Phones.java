package dev.vedette.simulator;

import dev.vedette.events.AccessEvent.Endpoint;
import dev.vedette.events.Category;
import dev.vedette.events.Outcome;
import java.util.List;

/**
 * What people do on their phones: one session all day, in the home's network, the carrier's, the
 * office's and again the carrier's.
 */
record Phones(CompanySettings settings, Calendar calendar, Networks networks) {
  private static final long MINUTE = 60_000;
  private static final double ACTIONS_ON_WORKDAYS = 5;
  private static final double ACTIONS_ON_FREE_DAYS = 3;
  private static final double HOME_NETWORK_SHARE = 0.6;
  private static final double OFFICE_NETWORK_SHARE = 0.5;

  private static final List<Deed> DEEDS =
      List.of(
          Deed.data("mail.read", "mailbox", 7, 25_000, 500),
          Deed.data("calendar.read", "mailbox", 2, 6_000, 400),
          Deed.data("mail.send", "mailbox", 1, 800, 9_000));
  private static final Weights LAW = Workday.law(DEEDS);

  /** A day with the phone, in the place where its owner is. */
  void use(
      Person person, int day, Place here, long midnight, boolean works, Dice dice, Journal out) {
    long epochDay = calendar.epochDay(day);
    Person.Tool tool = person.toolsOn(day).get(1);
    var way = new Way(person, here, dice.chance(HOME_NETWORK_SHARE), works, midnight, epochDay);
    long from = midnight + dice.between(6 * 60 * MINUTE, 9 * 60 * MINUTE);
    Presence phone =
        new Presence(
            person.principal(),
            null,
            tool.device(),
            network(way, from, dice),
            tool.client(epochDay, person.index()),
            null,
            0);
    SignIns.stalePhone(settings, calendar, day, person, phone, midnight + 8 * 60 * MINUTE, out);
    int actions = dice.poisson(works ? ACTIONS_ON_WORKDAYS : ACTIONS_ON_FREE_DAYS);
    if (actions == 0) {
      return;
    }
    Presence in = phone.in(out.session());
    out.write(
        from,
        in.proved(SignIns.TOKEN),
        Category.AUTHENTICATION,
        "token.refresh",
        Outcome.SUCCESS,
        "");
    for (int i = 0; i < actions; i++) {
      Deed deed = DEEDS.get(LAW.draw(dice));
      long at = dice.between(from, midnight + 23 * 60 * MINUTE);
      out.write(
          at,
          in.from(network(way, at, dice)),
          deed,
          person.habits().mailbox(),
          Habits.bytes(deed.inBytes(), dice),
          Habits.bytes(deed.outBytes(), dice));
    }
  }

  private Endpoint network(Way way, long atMillis, Dice dice) {
    boolean away = !way.here.equals(way.person.place());
    long minute = (atMillis - way.midnight) / MINUTE;
    boolean office = way.works && minute >= 8.5 * 60 && minute < 18 * 60;
    if (office && !away && dice.chance(OFFICE_NETWORK_SHARE)) {
      return way.here.office(way.person.officeNumber());
    }
    if (!office && way.homeNetwork) {
      return away ? networks.hotel(way.here, dice) : networks.home(way.person, way.epochDay);
    }
    return networks.carrier(way.here, dice);
  }

  private record Way(
      Person person,
      Place here,
      boolean homeNetwork,
      boolean works,
      long midnight,
      long epochDay) {}
}
