package dev.vedette.simulator;

import dev.vedette.events.AccessEvent.Client;
import dev.vedette.events.AccessEvent.Principal;
import dev.vedette.events.Category;
import dev.vedette.events.Outcome;
import dev.vedette.events.SubjectType;
import java.util.List;

/**
 * The service accounts: nightly batches (three times as long at the end of a month), builds in
 * working hours, integrations that call with an API key every few minutes. The second one's clock
 * is an hour behind.
 */
final class Services {
  private static final long MINUTE = 60_000;
  private static final long HOUR_BEHIND = -60 * MINUTE;
  private static final int KINDS = 3;
  private static final List<String> NAMES = List.of("batch", "build", "sync");
  private static final Deed EXPORT = Deed.data("db.export", "database", 1, 4_000_000, 900);
  private static final Deed READ = Deed.data("file.read", "file", 1, 400_000, 500);
  private static final Deed PULL = Deed.data("repo.pull", "repo", 1, 900_000, 2_000);
  private static final Deed BUILD = Deed.call("build.run", Category.PROCESS, "repo", 1);
  private static final Deed SECRET = Deed.call("secrets.read", Category.DATA, "secret", 1);
  private static final Deed SYNC = Deed.data("crm.query", "account", 1, 20_000, 900);

  private final CompanySettings settings;
  private final Calendar calendar;
  private final Catalogue catalogue;
  private final Networks networks;
  private final int count;

  Services(CompanySettings settings, Catalogue catalogue, Networks networks) {
    this.settings = settings;
    this.catalogue = catalogue;
    this.networks = networks;
    calendar = Calendar.of(settings);
    count = Math.max(4, settings.users() / 25);
  }

  int count() {
    return count;
  }

  /** Writes a service's day to the pages. */
  void live(int service, int day, List<LabelledEvent> pages) {
    var dice = Dice.of(settings.seed(), Purpose.SERVICE_DAY, service, day + 1L);
    var habit = Dice.of(settings.seed(), Purpose.SERVICE, service);
    var journal = new Journal(settings, settings.users() + service, day, pages);
    long midnight = calendar.midnightMillis(day, Place.OFFICES.getFirst());
    Presence presence = presence(service);
    switch (service % KINDS) {
      case 0 -> batch(presence, midnight, day, habit, dice, journal);
      case 1 -> builds(presence, midnight, day, habit, dice, journal);
      default -> integration(presence, midnight, habit, dice, journal);
    }
  }

  private void batch(Presence who, long midnight, int day, Dice habit, Dice dice, Journal journal) {
    long at = midnight + habit.below(24 * 4) * 15L * MINUTE + dice.between(0L, 4_000L);
    int size = 30 + habit.below(120);
    int deeds = calendar.monthEnd(day) ? 3 * size : size;
    Presence in = enter(at, who, journal);
    double fraction = habit.unit();
    for (int i = 0; i < deeds; i++) {
      at += 200 + (long) dice.exponential(2_500);
      Deed deed = i % 10 == 9 ? EXPORT : READ;
      act(at, in, deed, Department.FINANCE, fraction, i, dice, journal);
    }
  }

  private void builds(
      Presence who, long midnight, int day, Dice habit, Dice dice, Journal journal) {
    int builds = calendar.weekend(day) ? 2 : 8 + habit.below(14);
    double fraction = habit.unit();
    for (int i = 0; i < builds; i++) {
      long at = midnight + (long) dice.normal(13.5 * 60 * MINUTE, 3 * 60 * MINUTE);
      Presence in = enter(at, who, journal);
      for (Deed deed : List.of(PULL, SECRET, BUILD, PULL, BUILD)) {
        at += 1_000 + (long) dice.exponential(20_000);
        Department owner = deed.equals(SECRET) ? Department.IT : Department.ENGINEERING;
        act(at, in, deed, owner, fraction, i % 3, dice, journal);
      }
    }
  }

  private void integration(Presence who, long midnight, Dice habit, Dice dice, Journal journal) {
    long every = (5 + habit.below(11)) * MINUTE;
    double fraction = habit.unit();
    Presence keyed = who.proved(SignIns.API_KEY);
    for (long at = midnight + habit.between(0L, every);
        at < midnight + CompanySettings.DAY_MILLIS;
        at += every) {
      act(at + dice.between(0L, 1_500L), keyed, SYNC, Department.SALES, fraction, 0, dice, journal);
    }
  }

  private static Presence enter(long at, Presence who, Journal journal) {
    Presence in = who.in(journal.session());
    journal.write(
        at,
        in.proved(SignIns.API_KEY),
        Category.AUTHENTICATION,
        SignIns.SIGN_IN,
        Outcome.SUCCESS,
        "");
    return in;
  }

  private void act(
      long at,
      Presence in,
      Deed deed,
      Department owner,
      double fraction,
      int step,
      Dice dice,
      Journal journal) {
    String kind = deed.things();
    // A job works through a handful of neighbouring things, the same every time.
    double where = (fraction + step % 5 * 0.01) % 1;
    journal.write(
        at,
        in,
        deed,
        kind == null ? null : catalogue.shelf(owner, kind).at(where),
        Habits.bytes(deed.inBytes(), dice),
        Habits.bytes(deed.outBytes(), dice));
  }

  private Presence presence(int service) {
    String id = "svc-%s-%02d".formatted(NAMES.get(service % KINDS), service / KINDS + 1);
    return new Presence(
        new Principal(SubjectType.SERVICE, id, null),
        null,
        null,
        networks.datacentre(service),
        new Client("okhttp/4.12.0", NAMES.get(service % KINDS)),
        null,
        service == 1 ? HOUR_BEHIND : 0);
  }
}
