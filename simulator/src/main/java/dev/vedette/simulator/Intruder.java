package dev.vedette.simulator;

import dev.vedette.events.AccessEvent.Auth;
import dev.vedette.events.AccessEvent.Client;
import dev.vedette.events.AccessEvent.Destination;
import dev.vedette.events.AccessEvent.Endpoint;
import dev.vedette.events.AccessEvent.Target;
import dev.vedette.events.Category;
import dev.vedette.events.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The moves of which attacks are made. Each begins at an instant and returns the instant at which
 * it is done. Pauses are divided by the strength: a quiet intruder does less, and more slowly.
 */
final class Intruder {
  private static final List<String> CLIENTS =
      List.of(
          "python-requests/2.32.4",
          "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 HeadlessChrome/131.0.0.0",
          "Mozilla/5.0 (Windows NT 10.0; rv:128.0) Gecko/20100101 Firefox/128.0",
          "curl/8.9.1");
  private static final Deed LIST_ROLES = Deed.call("iam.role.list", Category.API, null, 1);
  private static final Deed LIST_USERS = Deed.call("directory.search", Category.API, null, 1);
  private static final Deed DOWNLOAD = Deed.data("file.download", "file", 1, 0, 600);
  private static final Set<String> HARMLESS = Set.of("host.config.change", "iam.role.list");
  private static final List<Deed> POWER =
      Department.ADMINISTRATION.stream().filter(d -> !HARMLESS.contains(d.action())).toList();

  private static final Deed MAIL = Deed.data("mail.read", "mailbox", 1, 40_000, 500);
  private static final Deed FILE = Deed.data("file.read", "file", 1, 250_000, 500);

  private final Workday workday;
  private final Catalogue catalogue;
  private final Dice dice;
  private final Journal journal;
  private final double strength;

  Intruder(Workday workday, Catalogue catalogue, Dice dice, Journal journal, double strength) {
    this.strength = strength;
    this.workday = workday;
    this.catalogue = catalogue;
    this.dice = dice;
    this.journal = journal;
  }

  Dice dice() {
    return dice;
  }

  String session() {
    return journal.session();
  }

  String client() {
    return dice.pick(CLIENTS);
  }

  /** A pause of a typical mean. */
  private long pause(double typicalMillis) {
    return (long) dice.exponential(typicalMillis / strength);
  }

  /** How often something typical is done at this strength. */
  int times(double typical) {
    return (int) Math.max(1, Math.round(typical * strength * dice.between(0.8, 1.2)));
  }

  /** Somebody else who says to be a person. */
  Presence stranger(Person victim, Lair lair) {
    return new Presence(
        victim.principal(), null, lair.device(), lair.address(), lair.client(), null, 0);
  }

  /** Somebody else who says to be a person. */
  Presence stranger(Person victim, Endpoint source, String userAgent) {
    return new Presence(
        victim.principal(), null, null, source, new Client(userAgent, "workspace"), null, 0);
  }

  long guesses(long from, Presence who, int count, double gapMillis, String step) {
    long at = from;
    for (int i = 0; i < count; i++) {
      at += pause(gapMillis);
      guess(at, who, step);
    }
    return at;
  }

  long guess(long at, Presence who, String step) {
    authenticate(at, who.proved(SignIns.PASSWORD), SignIns.SIGN_IN, Outcome.FAILURE, step);
    return at;
  }

  long authenticate(long at, Presence who, String action, Outcome outcome, String step) {
    journal.write(at, who, Category.AUTHENTICATION, action, outcome, step);
    return at;
  }

  /** The password is right and a second factor is not asked for. */
  Presence enter(long at, Presence who) {
    Presence in = who.in(journal.session());
    Auth auth = SignIns.PASSWORD;
    authenticate(at, in.proved(auth), SignIns.SIGN_IN, Outcome.SUCCESS, "sign_in");
    return in.proved(null);
  }

  long enumerate(long from, Presence in, int count, double gapMillis) {
    long at = from;
    for (int i = 0; i < count; i++) {
      at += 200 + pause(gapMillis);
      Deed deed = i % 2 == 0 ? LIST_USERS : LIST_ROLES;
      journal.write(
          at,
          in,
          deed.category(),
          deed.action(),
          dice.chance(0.1) ? Outcome.FAILURE : Outcome.SUCCESS,
          null,
          null,
          Habits.bytes(9_000, dice),
          600,
          "enumeration");
    }
    return at;
  }

  long escalate(long from, Presence in, int count, double gapMillis) {
    var deeds = new ArrayList<Deed>(count);
    for (int i = 0; i < count; i++) {
      deeds.add(i == 0 ? power("iam.role.grant") : dice.pick(POWER));
    }
    return escalate(from, in, deeds, gapMillis);
  }

  long escalate(long from, Presence in, List<Deed> deeds, double gapMillis) {
    long at = from;
    for (Deed deed : deeds) {
      at += 500 + pause(gapMillis);
      workday.administer(
          at, in, deed, new Target("user", in.principal().id()), "privilege", dice, journal);
    }
    return at;
  }

  /** The administrative deed of a name. */
  static Deed power(String action) {
    return POWER.stream().filter(d -> d.action().equals(action)).findFirst().orElseThrow();
  }

  long collect(
      long from, Presence in, Department owner, int count, double bytes, double gapMillis) {
    long at = from;
    Catalogue.Shelf files = catalogue.shelf(owner, "file");
    for (int i = 0; i < count; i++) {
      at += 10 + pause(gapMillis);
      journal.write(
          at,
          in,
          DOWNLOAD.category(),
          DOWNLOAD.action(),
          Outcome.SUCCESS,
          files.at(dice.unit()),
          null,
          Habits.bytes(bytes, dice),
          600,
          "collection");
    }
    return at;
  }

  /** Looks around in a stranger's mail and files. */
  long read(long from, Presence in, Person victim, int day, int count, double gapMillis) {
    long at = from;
    Habits habits = victim.habitsOn(day);
    for (int i = 0; i < count; i++) {
      at += 500 + pause(gapMillis);
      Deed deed = dice.chance(0.6) ? MAIL : FILE;
      journal.write(
          at,
          in,
          deed.category(),
          deed.action(),
          Outcome.SUCCESS,
          habits.thing(deed, catalogue, dice),
          null,
          Habits.bytes(deed.inBytes(), dice),
          500,
          "collection");
    }
    return at;
  }

  /** Sends what was taken to a place outside. */
  long carryOff(long from, Presence in, Department owner, int count, double bytes) {
    long at = from;
    Catalogue.Shelf files = catalogue.shelf(owner, "file");
    Destination drop = Destinations.drop(dice);
    for (int i = 0; i < count; i++) {
      at += 2_000 + pause(20_000);
      journal.upload(
          at, in, files.at(dice.unit()), drop, Habits.bytes(bytes, dice), "exfiltration");
    }
    return at;
  }

  /** Stays by a second factor of the intruder's own and a rule that forwards mail. */
  long settle(long from, Presence in, Person victim) {
    long at = from + 1_000 + pause(40_000);
    journal.write(
        at,
        in.proved(SignIns.SECOND_FACTOR),
        Category.ACCOUNT_CHANGE,
        SignIns.ADD_FACTOR,
        Outcome.SUCCESS,
        "persistence");
    at += 1_000 + pause(60_000);
    journal.write(
        at,
        in,
        Category.CONFIGURATION,
        "mail.rule.create",
        Outcome.SUCCESS,
        victim.habits().mailbox(),
        null,
        1_200,
        900,
        "persistence");
    return at;
  }

  /** Tries one host after another; a fifth refuses. */
  long fanOut(long from, Presence in, int count, double gapMillis) {
    Catalogue.Shelf hosts = catalogue.shelf(Department.IT, "host");
    int first = dice.below(hosts.things().size());
    long at = from;
    for (int i = 0; i < count; i++) {
      at += 300 + pause(gapMillis);
      boolean refused = dice.chance(0.2);
      journal.write(
          at,
          in,
          Category.NETWORK,
          "host.login",
          refused ? Outcome.FAILURE : Outcome.SUCCESS,
          hosts.things().get((first + 3 * i) % hosts.things().size()),
          null,
          refused ? 0 : Habits.bytes(4_000, dice),
          600,
          "lateral_movement");
    }
    return at;
  }

  /** Switches the device's protection off, if it is managed. */
  long disarm(long from, Presence in) {
    if (in.device() != null) {
      journal.posture(from, in, false, "impairment");
    }
    return from + 1_000 + pause(60_000);
  }

  long destroy(long from, Presence in, Department owner, int count, double gapMillis) {
    Catalogue.Shelf files = catalogue.shelf(owner, "file");
    int first = dice.below(files.things().size());
    long at = from;
    for (int i = 0; i < count; i++) {
      at += 10 + pause(gapMillis);
      journal.write(
          at,
          in,
          Category.DATA,
          "file.delete",
          Outcome.SUCCESS,
          files.things().get((first + i) % files.things().size()),
          null,
          600,
          500,
          "destruction");
    }
    return at;
  }
}
