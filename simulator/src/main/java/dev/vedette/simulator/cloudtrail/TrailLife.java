package dev.vedette.simulator.cloudtrail;

import dev.vedette.simulator.Dice;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * The honest life of a cloud account, record by record: administrators who change rights, engineers
 * who start machines, pipelines, scripts, instances, services. Nobody attacks. The same settings
 * give the same bytes; memory is one day of records.
 */
public final class TrailLife implements Iterator<TrailRecord> {
  /** First step of all paths to streams of chance: no other use of {@link Dice} begins so. */
  static final long PURPOSE = 0xC10D;

  private static final long MINUTE = 60_000;
  private static final double REFUSED_SHARE = 0.012;
  private static final double CONSOLE_SHARE = 0.55;
  private static final double TYPO_SHARE = 0.04;
  private static final double WEEKEND_SHARE = 0.04;
  private static final double AWAY_SHARE = 0.08;

  private final TrailSettings settings;
  private final List<TrailPrincipal> principals;
  private final Deque<TrailRecord> ready = new ArrayDeque<>();
  private int day;

  private TrailLife(TrailSettings settings, List<TrailPrincipal> principals) {
    this.settings = settings;
    this.principals = principals;
  }

  /** The records, in the order of their times, from the beginning. */
  public static TrailLife of(TrailSettings settings) {
    return new TrailLife(settings, principals(settings));
  }

  /** Everybody who calls in an account, by number. */
  public static List<TrailPrincipal> principals(TrailSettings settings) {
    var all = new ArrayList<TrailPrincipal>(settings.principals());
    Job[] jobs = Job.values();
    double total = 0;
    for (Job job : jobs) {
      total += job.share();
    }
    double before = 0;
    for (Job job : jobs) {
      long from = Math.round(before / total * settings.principals());
      before += job.share();
      long to = Math.round(before / total * settings.principals());
      for (long ordinal = 0; ordinal < to - from; ordinal++) {
        all.add(TrailPrincipal.of(all.size(), job, (int) ordinal, settings));
      }
    }
    return List.copyOf(all);
  }

  @Override
  public boolean hasNext() {
    while (ready.isEmpty() && day < settings.days()) {
      live(day++);
    }
    return !ready.isEmpty();
  }

  @Override
  public TrailRecord next() {
    if (!hasNext()) {
      throw new NoSuchElementException("the account's last day is over");
    }
    return ready.remove();
  }

  private void live(int today) {
    var pages = new ArrayList<TrailRecord>();
    for (TrailPrincipal who : principals) {
      if (today >= who.firstDay()) {
        live(who, today, pages);
      }
    }
    long from = settings.startMillis() + today * TrailSettings.DAY_MILLIS;
    pages.removeIf(r -> r.timeMillis() < from || r.timeMillis() >= from + TrailSettings.DAY_MILLIS);
    pages.sort(Comparator.comparingLong(TrailRecord::timeMillis));
    ready.addAll(pages);
  }

  private void live(TrailPrincipal who, int today, List<TrailRecord> pages) {
    var dice = Dice.of(settings.seed(), PURPOSE, 4, who.index(), today);
    var pen = new Pen(settings, who, today, dice, pages);
    long midnight = settings.startMillis() + today * TrailSettings.DAY_MILLIS;
    switch (who.job().rhythm()) {
      case OFFICE -> office(pen, midnight, weekend(today));
      case PIPELINE -> pipeline(pen, midnight, weekend(today));
      case POLLING -> polling(pen, midnight);
      case NIGHTLY -> nightly(pen, midnight);
      case AT_ANY_TIME -> atAnyTime(pen, midnight);
    }
  }

  private static void office(Pen pen, long midnight, boolean weekend) {
    Dice dice = pen.dice();
    TrailPrincipal who = pen.who();
    if (!dice.chance(weekend ? WEEKEND_SHARE : 1 - AWAY_SHARE)) {
      return;
    }
    int calls = (int) dice.logNormal(who.pace(), 0.35);
    int sittings = 1 + dice.poisson(1.2);
    Desk desk = Desk.of(who, pen.day(), dice);
    for (int i = 0; i < sittings; i++) {
      long at = midnight + (long) ((who.startMinute() + dice.between(0, 8.5 * 60)) * MINUTE);
      boolean console = dice.chance(CONSOLE_SHARE);
      var sitting = who.sitting(at, console);
      if (console) {
        if (dice.chance(TYPO_SHARE)) {
          pen.signIn(at, desk, sitting, false);
          at += 12_000;
        }
        pen.signIn(at, desk, sitting, true);
      }
      int here = Math.max(1, calls / sittings);
      for (int k = 0; k < here; k++) {
        // The console reads a page at once; hands are slower.
        at += dice.chance(0.4) ? 1_000 : 1_000 + (long) dice.exponential(45_000);
        Call call = who.call(dice);
        pen.call(at, desk, sitting, call, Things.which(who, dice), dice.chance(REFUSED_SHARE));
      }
    }
  }

  private static void pipeline(Pen pen, long midnight, boolean weekend) {
    Dice dice = pen.dice();
    TrailPrincipal who = pen.who();
    int perRun = 18;
    int runs = dice.poisson(who.pace() / perRun * (weekend ? 0.15 : 1));
    for (int run = 0; run < runs; run++) {
      long at = midnight + (long) (Math.clamp(dice.normal(13 * 60, 170), 5, 1_420) * MINUTE);
      Desk desk = Desk.of(who, pen.day(), dice);
      var sitting = who.sitting(at, false);
      int which = Things.which(who, dice);
      for (int k = dice.poisson(perRun); k >= 0; k--) {
        at += 500 + (long) dice.exponential(4_000);
        pen.call(at, desk, sitting, who.call(dice), which, dice.chance(0.006));
      }
    }
  }

  private static void polling(Pen pen, long midnight) {
    Dice dice = pen.dice();
    TrailPrincipal who = pen.who();
    long every = (long) (who.pace() * MINUTE);
    long phase = (long) (who.favourite(0) * every);
    long hours = 6 * 60 * MINUTE;
    Desk desk = Desk.of(who, pen.day(), dice);
    for (long at = midnight + phase; at < midnight + TrailSettings.DAY_MILLIS; at += every) {
      var sitting = who.sitting(at - Math.floorMod(at, hours), false);
      for (int k = dice.poisson(1.2); k >= 0; k--) {
        pen.call(
            at + k * 1_000L,
            desk,
            sitting,
            who.call(dice),
            Things.which(who, dice),
            dice.chance(0.004));
      }
    }
  }

  private static void nightly(Pen pen, long midnight) {
    Dice dice = pen.dice();
    TrailPrincipal who = pen.who();
    long at = midnight + (long) ((60 + who.favourite(1) * 240) * MINUTE);
    Desk desk = Desk.of(who, pen.day(), dice);
    var sitting = who.sitting(at, false);
    int calls = (int) dice.logNormal(who.pace(), 0.1);
    for (int k = 0; k < calls; k++) {
      at += 500 + (long) dice.exponential(6_000);
      pen.call(at, desk, sitting, who.call(dice), k % 60, false);
    }
  }

  private static void atAnyTime(Pen pen, long midnight) {
    Dice dice = pen.dice();
    TrailPrincipal who = pen.who();
    Desk desk = Desk.of(who, pen.day(), dice);
    int calls = dice.poisson(who.pace());
    long hours = 6 * 60 * MINUTE;
    for (int k = 0; k < calls; k++) {
      long at = midnight + dice.between(0L, TrailSettings.DAY_MILLIS);
      var sitting = who.sitting(at - Math.floorMod(at, hours), false);
      pen.call(at, desk, sitting, who.call(dice), Things.which(who, dice), dice.chance(0.002));
    }
  }

  private boolean weekend(int today) {
    DayOfWeek weekday =
        LocalDate.ofEpochDay(settings.startMillis() / TrailSettings.DAY_MILLIS + today)
            .getDayOfWeek();
    return weekday == DayOfWeek.SATURDAY || weekday == DayOfWeek.SUNDAY;
  }
}
