package dev.vedette.simulator;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * When somebody is on leave or on a journey: decided for whole periods, so no day needs another.
 */
record Absence(CompanySettings settings, Calendar calendar) {
  private static final int JOURNEY_PERIOD_DAYS = 28;
  private static final int LEAVE_PERIOD_DAYS = 45;
  private static final double LEAVE_SHARE = 0.35;
  private static final int LONG_PERIOD_DAYS = 120;
  private static final double LONG_SHARE = 0.04;
  private static final double ILL_SHARE = 0.01;

  /** Where somebody who sells or visits may go. */
  private static final List<Place> DESTINATIONS =
      Stream.concat(Place.OFFICES.stream(), Place.ABROAD.stream()).toList();

  boolean away(Person person, int day, Dice dice) {
    return dice.chance(ILL_SHARE)
        || within(person, day, Purpose.LEAVE, LEAVE_PERIOD_DAYS, LEAVE_SHARE, 4, 11) != null
        || within(person, day, Purpose.LONG_LEAVE, LONG_PERIOD_DAYS, LONG_SHARE, 21, 60) != null;
  }

  /** Where somebody travels on a day; null if at home. */
  @Nullable Place journey(Person person, int day) {
    Dice dice =
        within(person, day, Purpose.JOURNEY, JOURNEY_PERIOD_DAYS, person.travelShare(), 2, 6);
    if (dice == null) {
      return null;
    }
    Place place = dice.pick(DESTINATIONS);
    return place.equals(person.place()) ? null : place;
  }

  private @Nullable Dice within(
      Person person, int day, long purpose, int periodDays, double share, int least, int most) {
    long at = calendar.epochDay(day) + person.index() * 11L;
    var dice = Dice.of(settings.seed(), purpose, person.index(), Math.floorDiv(at, periodDays));
    if (!dice.chance(share)) {
      return null;
    }
    int length = least + dice.below(most - least);
    int first = dice.below(periodDays - length);
    int today = (int) Math.floorMod(at, (long) periodDays);
    return today >= first && today < first + length ? dice : null;
  }
}
