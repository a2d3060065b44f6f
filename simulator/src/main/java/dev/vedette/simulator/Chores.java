package dev.vedette.simulator;

import dev.vedette.events.AccessEvent.Target;
import dev.vedette.events.Category;
import dev.vedette.events.Outcome;
import java.time.LocalDate;
import java.util.List;

/**
 * What honest people do rarely and then a lot: archives taken before a handover, clean-ups, days on
 * which many new colleagues get their accounts, patch days; and devices that fall behind with their
 * updates. Each looks a little like an attack and is none.
 */
record Chores(CompanySettings settings, Calendar calendar, Catalogue catalogue) {
  private static final long MINUTE = 60_000;
  private static final double ARCHIVE_SHARE = 0.002;
  private static final double CLEAN_UP_SHARE = 0.0015;
  private static final double ONBOARDING_SHARE = 0.04;
  private static final double POSTURE_SHARE = 0.012;
  private static final int PATCH_DAY = 2;
  private static final long TUESDAY = 5;

  private static final Deed DOWNLOAD = Deed.data("file.download", "file", 1, 900_000, 600);
  private static final Deed DELETE = Deed.data("file.delete", "file", 1, 600, 500);
  private static final List<Deed> ONBOARDING =
      List.of(
          Deed.call("iam.user.create", Category.ACCOUNT_CHANGE, null, 1),
          Deed.call("iam.group.add_member", Category.AUTHORIZATION, "group", 1));
  private static final Deed LOGIN = Deed.call("host.login", Category.NETWORK, "host", 1);

  /** What falls due on somebody's day, in the last session at a computer. */
  void fallDue(Person person, int day, Stay stay, List<Person> people, Journal out) {
    var dice = Dice.of(settings.seed(), Purpose.LIFE, person.index(), day + 1L);
    if (day == person.renewDay()) {
      renew(stay, out);
    }
    if (stay.presence().device() != null && dice.chance(POSTURE_SHARE)) {
      fallBehind(stay, dice, out);
    }
    if (dice.chance(ARCHIVE_SHARE)) {
      many(DOWNLOAD, 20 + dice.below(60), 12_000, person, day, stay, dice, out);
    }
    if (dice.chance(CLEAN_UP_SHARE)) {
      many(DELETE, 15 + dice.below(60), 5_000, person, day, stay, dice, out);
    }
    if (person.administrator() && dice.chance(ONBOARDING_SHARE)) {
      onboard(5 + dice.below(10), stay, people, dice, out);
    }
    boolean keepsHosts = person.habitsOn(day).department() == Department.IT;
    if (keepsHosts && patchDay(day) && dice.chance(0.4)) {
      patch(10 + dice.below(25), stay, dice, out);
    }
  }

  /** The second Tuesday of a month. */
  private boolean patchDay(int day) {
    long epochDay = calendar.epochDay(day);
    int dayOfMonth = LocalDate.ofEpochDay(epochDay).getDayOfMonth();
    return Math.floorMod(epochDay, 7L) == TUESDAY && (dayOfMonth - 1) / 7 + 1 == PATCH_DAY;
  }

  /** A new phone or laptop: the second factor moves to it. */
  private static void renew(Stay stay, Journal out) {
    out.write(
        stay.fromMillis() + 5 * MINUTE,
        stay.presence().proved(SignIns.SECOND_FACTOR),
        Category.ACCOUNT_CHANGE,
        SignIns.ADD_FACTOR,
        Outcome.SUCCESS,
        "");
  }

  private static void fallBehind(Stay stay, Dice dice, Journal out) {
    long at = dice.between(stay.fromMillis(), stay.toMillis());
    out.posture(at, stay.presence(), false, "");
    out.posture(at + dice.between(10 * MINUTE, 4 * 60 * MINUTE), stay.presence(), true, "");
  }

  private void many(
      Deed deed,
      int count,
      double gapMillis,
      Person person,
      int day,
      Stay stay,
      Dice dice,
      Journal out) {
    Catalogue.Shelf files = catalogue.shelf(person.habitsOn(day).department(), "file");
    // One folder: neighbours on the shelf.
    double folder = dice.between(0, 0.6);
    long at = begin(stay, dice);
    for (int i = 0; i < count; i++) {
      at += 100 + (long) dice.exponential(gapMillis);
      out.write(
          at,
          stay.presence(),
          deed,
          files.at(folder + 0.4 * dice.unit()),
          Habits.bytes(deed.inBytes(), dice),
          Habits.bytes(deed.outBytes(), dice));
    }
  }

  private void onboard(int count, Stay stay, List<Person> people, Dice dice, Journal out) {
    long at = begin(stay, dice);
    for (int i = 0; i < count; i++) {
      var target = new Target("user", dice.pick(people).principal().id());
      for (Deed deed : ONBOARDING) {
        at += 2_000 + (long) dice.exponential(25_000);
        out.write(
            at,
            stay.presence(),
            deed.category(),
            deed.action(),
            Outcome.SUCCESS,
            deed.things() == null ? null : catalogue.shelf(Department.IT, "group").popular(dice),
            target,
            Habits.bytes(deed.inBytes(), dice),
            Habits.bytes(deed.outBytes(), dice),
            "");
      }
    }
  }

  private void patch(int count, Stay stay, Dice dice, Journal out) {
    Catalogue.Shelf hosts = catalogue.shelf(Department.IT, "host");
    double first = dice.between(0, 0.5);
    long at = begin(stay, dice);
    for (int i = 0; i < count; i++) {
      at += 20_000 + (long) dice.exponential(100_000);
      out.write(
          at,
          stay.presence(),
          LOGIN,
          hosts.at(first + 0.5 * i / count),
          Habits.bytes(LOGIN.inBytes(), dice),
          Habits.bytes(LOGIN.outBytes(), dice));
    }
  }

  private static long begin(Stay stay, Dice dice) {
    return stay.fromMillis()
        + (long) ((stay.toMillis() - stay.fromMillis()) * dice.between(0.05, 0.6));
  }
}
