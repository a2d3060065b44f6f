package dev.vedette.simulator;

import java.time.DayOfWeek;
import java.time.LocalDate;

/** The company's calendar: which day it is, and when that day begins in a place. */
record Calendar(long startMillis, long shiftMillis) {
  static Calendar of(CompanySettings settings) {
    return new Calendar(settings.startMillis(), settings.calendarShiftMillis());
  }

  /** Local midnight at which a day begins, in epoch milliseconds of true time. */
  long midnightMillis(int day, Place place) {
    return epochDay(day) * CompanySettings.DAY_MILLIS
        - shiftMillis
        - place.offsetMinutes() * 60_000L;
  }

  boolean weekend(int day) {
    DayOfWeek weekday = LocalDate.ofEpochDay(epochDay(day)).getDayOfWeek();
    return weekday == DayOfWeek.SATURDAY || weekday == DayOfWeek.SUNDAY;
  }

  /** The last two days of a month and the first. */
  boolean monthEnd(int day) {
    int inTwoDays = LocalDate.ofEpochDay(epochDay(day)).plusDays(2).getDayOfMonth();
    return inTwoDays <= 3;
  }

  long epochDay(int day) {
    return Math.floorDiv(startMillis + shiftMillis, CompanySettings.DAY_MILLIS) + day;
  }
}
