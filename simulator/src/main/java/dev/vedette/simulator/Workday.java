package dev.vedette.simulator;

import dev.vedette.events.AccessEvent.Device;
import dev.vedette.events.AccessEvent.Endpoint;
import dev.vedette.events.AccessEvent.Resource;
import dev.vedette.events.AccessEvent.Target;
import dev.vedette.events.Category;
import dev.vedette.events.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A person's day: where they are, when they sign in, what they do. */
final class Workday {
  private static final long MINUTE = 60_000;
  private static final double PRIVATE_VPN_SHARE = 0.4;
  private static final double BORROWED_SHARE = 0.012;
  private static final double MOVED_SHARE = 0.12;
  private static final double REFUSED_SHARE = 0.012;
  private static final double ADMINISTRATION_SHARE = 0.05;
  private static final double ACTIONS_PER_SPELL = 7;
  private static final double SPELL_GAP_MILLIS = 50_000;

  private static final Weights ADMINISTRATION = law(Department.ADMINISTRATION);

  private final CompanySettings settings;
  private final Calendar calendar;
  private final Absence absence;
  private final Phones phones;
  private final Chores chores;
  private final Commute commute;
  private final Networks networks;
  private final Catalogue catalogue;
  private final List<Person> people;

  Workday(CompanySettings settings, List<Person> people, Catalogue catalogue, Networks networks) {
    this.settings = settings;
    this.people = people;
    this.catalogue = catalogue;
    this.networks = networks;
    calendar = Calendar.of(settings);
    absence = new Absence(settings, calendar);
    phones = new Phones(settings, calendar, networks);
    chores = new Chores(settings, calendar, catalogue);
    commute = new Commute(networks);
  }

  /** Where and when somebody is signed in at a computer on a day. */
  List<Stay> stays(Person person, int day) {
    return live(person, day, new ArrayList<>());
  }

  /** Lives the day, writes it to the pages, and returns the sessions at computers. */
  List<Stay> live(Person person, int day, List<LabelledEvent> pages) {
    var dice = Dice.of(settings.seed(), Purpose.PERSON_DAY, person.index(), day + 1L);
    if (!person.employedOn(day) || absence.away(person, day, dice)) {
      return List.of();
    }
    var journal = new Journal(settings, person.index(), day, pages);
    boolean weekend = calendar.weekend(day);
    Place journey = absence.journey(person, day);
    Place here = journey == null ? person.place() : journey;
    long midnight = calendar.midnightMillis(day, here);
    boolean works = dice.chance(weekend ? person.weekendShare() : 0.97);
    long start = midnight + person.startMinute() * MINUTE + (long) dice.normal(0, 14 * MINUTE);
    if (works || dice.chance(0.5)) {
      phones.use(person, day, here, midnight, works, dice, journal);
    }
    return works ? atWork(person, day, journey, start, dice, journal) : List.of();
  }

  private List<Stay> atWork(
      Person person, int day, @Nullable Place journey, long start, Dice dice, Journal journal) {
    Endpoint home = networks.home(person, calendar.epochDay(day));
    boolean remote = dice.chance(person.remoteShare());
    Endpoint desk =
        journey != null
            ? networks.hotel(journey, dice)
            : remote ? home : person.place().office(person.officeNumber());
    boolean onTheWay = remote || journey != null;
    if (onTheWay && person.privateVpn() && dice.chance(PRIVATE_VPN_SHARE)) {
      desk = Place.HOSTERS.get(person.index() % Place.HOSTERS.size()).privateExit(dice);
    }
    List<Person.Tool> tools = person.toolsOn(day);
    Person.Tool tool =
        tools.size() > 2 && !onTheWay && dice.chance(0.3) ? tools.get(2) : tools.getFirst();
    if (dice.chance(BORROWED_SHARE)) {
      tool = borrowed(dice);
    }
    Presence presence = presence(person, tool, desk, day);
    long opened = start;
    if (!onTheWay && Commute.today(person, dice)) {
      Habits habits = person.habitsOn(day);
      Stay train =
          commute.ride(
              opened,
              presence(person, tools.getFirst(), desk, day),
              person,
              dice,
              journal,
              (at, who) -> act(at, who, person, habits, dice, journal));
      opened = train.toMillis() + dice.between(5 * MINUTE, 20 * MINUTE);
    }
    if (onTheWay && person.vpn()) {
      journal.write(
          opened,
          presence.proved(SignIns.SECOND_FACTOR),
          Category.NETWORK,
          "vpn.connect",
          Outcome.SUCCESS,
          "");
      presence = presence.from(networks.vpn(dice));
      opened += dice.between(5_000L, 60_000L);
    }
    boolean busy = calendar.monthEnd(day) && person.habitsOn(day).department().closesBooks();
    int actions =
        (int)
            Math.clamp(
                dice.logNormal(person.actionsPerDay(), 0.2) * (busy ? 1.5 : 1),
                22,
                170 * Math.max(1, settings.pace()));
    long length = (long) (Math.max(4 * 60, dice.normal(person.workMinutes(), 25)) * MINUTE);
    long noon = opened + (long) (length * dice.between(0.42, 0.52));
    long after = noon + dice.between(25 * MINUTE, 70 * MINUTE);
    int morning = (int) Math.round(actions * dice.between(0.42, 0.55));
    Stay first = session(opened, noon, morning, presence, person, day, dice, journal);
    boolean signsInAgain = dice.chance(0.65);
    Stay second =
        signsInAgain
            ? session(
                after, opened + length, actions - morning, presence, person, day, dice, journal)
            : work(
                new Stay(
                    moved(first.presence(), person, home, onTheWay, dice), after, opened + length),
                actions - morning,
                person,
                day,
                dice,
                journal);
    if (person.administrator()) {
      administer(second, person, dice, journal);
    }
    chores.fallDue(person, day, second, people, journal);
    return List.of(first, second);
  }

  /** Now and then the laptop is taken home, or to a café, without a new sign-in. */
  private Presence moved(
      Presence presence, Person person, Endpoint home, boolean onTheWay, Dice dice) {
    if (onTheWay || !dice.chance(MOVED_SHARE)) {
      return presence;
    }
    return presence.from(dice.chance(0.7) ? home : networks.carrier(person.place(), dice));
  }

  /** A colleague's computer, or a private window of the own one. */
  private static Person.Tool borrowed(Dice dice) {
    var browser = new Device("br-%08x".formatted(dice.between(0L, 1L << 32)), null);
    return new Person.Tool(browser, dice.pick(Staff.LAPTOPS), "workspace");
  }

  private Stay session(
      long from,
      long to,
      int actions,
      Presence presence,
      Person person,
      int day,
      Dice dice,
      Journal journal) {
    Stay in = SignIns.signIn(from, presence, person, dice, journal);
    Stay stay = new Stay(in.presence(), in.fromMillis(), Math.max(to, in.fromMillis() + MINUTE));
    work(stay, actions, person, day, dice, journal);
    if (dice.chance(0.3)) {
      journal.write(
          stay.toMillis(),
          stay.presence(),
          Category.AUTHENTICATION,
          "sign_out",
          Outcome.SUCCESS,
          "");
    }
    return stay;
  }

  /** Work comes in spells, with pauses between them. */
  private Stay work(Stay stay, int actions, Person person, int day, Dice dice, Journal journal) {
    Habits habits = person.habitsOn(day);
    int left = actions;
    while (left > 0) {
      long at = dice.between(stay.fromMillis(), stay.toMillis());
      int spell = Math.min(left, 1 + (int) dice.exponential(ACTIONS_PER_SPELL));
      left -= spell;
      for (int i = 0; i < spell && at < stay.toMillis(); i++) {
        act(at, stay.presence(), person, habits, dice, journal);
        at += 300 + (long) dice.exponential(SPELL_GAP_MILLIS);
      }
    }
    return stay;
  }

  /** One action of somebody's usual repertoire. */
  void act(long at, Presence presence, Person person, Habits habits, Dice dice, Journal journal) {
    Deed deed = habits.deed(dice);
    Resource thing = habits.thing(deed, catalogue, dice);
    if (deed.uploads() && thing != null) {
      journal.upload(
          at,
          presence,
          thing,
          Destinations.usual(person, dice),
          Habits.bytes(deed.outBytes(), dice),
          "");
      return;
    }
    boolean refused = dice.chance(REFUSED_SHARE);
    journal.write(
        at,
        presence,
        deed.category(),
        deed.action(),
        refused ? Outcome.FAILURE : Outcome.SUCCESS,
        thing,
        deed.category() == Category.ACCOUNT_CHANGE ? target(person, dice) : null,
        refused ? 0 : Habits.bytes(deed.inBytes(), dice),
        Habits.bytes(deed.outBytes(), dice),
        "");
  }

  private void administer(Stay stay, Person person, Dice dice, Journal journal) {
    int deeds = dice.poisson(person.actionsPerDay() * ADMINISTRATION_SHARE);
    for (int i = 0; i < deeds; i++) {
      Deed deed = Department.ADMINISTRATION.get(ADMINISTRATION.draw(dice));
      administer(
          dice.between(stay.fromMillis(), stay.toMillis()),
          stay.presence(),
          deed,
          target(person, dice),
          "",
          dice,
          journal);
    }
  }

  /** One administrative action on an account. */
  void administer(
      long at,
      Presence presence,
      Deed deed,
      Target target,
      String step,
      Dice dice,
      Journal journal) {
    String kind = deed.things();
    journal.write(
        at,
        presence,
        deed.category(),
        deed.action(),
        Outcome.SUCCESS,
        kind == null ? null : catalogue.shelf(Department.IT, kind).popular(dice),
        deed.category() == Category.DATA || deed.category() == Category.API ? null : target,
        Habits.bytes(deed.inBytes(), dice),
        Habits.bytes(deed.outBytes(), dice),
        step);
  }

  private Target target(Person person, Dice dice) {
    Person other = dice.pick(people);
    return new Target(
        "user", (other.index() == person.index() ? people.getFirst() : other).principal().id());
  }

  private Presence presence(Person person, Person.Tool tool, Endpoint source, int day) {
    return new Presence(
        person.principal(),
        null,
        tool.device(),
        source,
        tool.client(calendar.epochDay(day), person.index()),
        null,
        tool.equals(person.toolsOn(day).getFirst()) ? person.clockMillis() : 0);
  }

  long epochDay(int day) {
    return calendar.epochDay(day);
  }

  static Weights law(List<Deed> deeds) {
    return Weights.of(deeds.stream().mapToDouble(Deed::weight).toArray());
  }
}
