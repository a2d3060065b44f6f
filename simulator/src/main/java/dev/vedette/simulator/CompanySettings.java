package dev.vedette.simulator;

import java.time.Instant;

/**
 * Which company is simulated. The same settings give the same bytes.
 *
 * @param tenant the tenant named on every event
 * @param users people employed, 2 to 100,000; service accounts come on top (1 in 25, at least 4)
 * @param days length, 1 to 3,650
 * @param seed every other seed is another company
 * @param startMillis the first instant; events are in [start, start + days)
 * @param calendarShiftMillis how far the company's calendar runs ahead of UTC, at most ±8 days: a
 *     demonstration that starts on a Sunday night can find the company at work
 * @param attacksFromDay the first day of attacks; {@code days} or more means no attack
 * @param strength how loud attacks are, 0.25 to 2; 1 is typical
 * @param pace factor on the number of people's actions, 0.25 to 4; 1 is 22 to 170 a workday
 * @param disorder whether events come in the order of arrival, up to 20 minutes late, instead of in
 *     the order of their times
 */
public record CompanySettings(
    String tenant,
    int users,
    int days,
    long seed,
    long startMillis,
    long calendarShiftMillis,
    int attacksFromDay,
    double strength,
    double pace,
    boolean disorder) {
  /** A Monday: 2026-01-05T00:00:00Z. */
  public static final long DEFAULT_START_MILLIS =
      Instant.parse("2026-01-05T00:00:00Z").toEpochMilli();

  /** The shortest time to learn before the first attack, in days. */
  public static final int QUIET_DAYS = 7;

  static final long DAY_MILLIS = 86_400_000L;

  /** Checks the ranges; the message names the value and what is accepted. */
  public CompanySettings {
    within("users", users, 2, 100_000);
    within("days", days, 1, 3_650);
    within("calendarShiftMillis", calendarShiftMillis, -8 * DAY_MILLIS, 8 * DAY_MILLIS);
    within("attacksFromDay", attacksFromDay, 0, 3_650);
    within("strength", strength, 0.25, 2);
    within("pace", pace, 0.25, 4);
    within("startMillis", startMillis, 946_684_800_000L, 32_503_680_000_000L);
    if (tenant.isEmpty()) {
      throw new IllegalArgumentException("tenant is empty");
    }
  }

  /** Tenant {@code acme}, from {@link #DEFAULT_START_MILLIS}, attacks in the second half. */
  public static CompanySettings of(int users, int days, long seed) {
    return new CompanySettings(
        "acme",
        users,
        days,
        seed,
        DEFAULT_START_MILLIS,
        0,
        Math.min(3_650, Math.max(QUIET_DAYS, days / 2)),
        1,
        1,
        false);
  }

  /** The same company under another tenant. */
  public CompanySettings withTenant(String other) {
    return new CompanySettings(
        other,
        users,
        days,
        seed,
        startMillis,
        calendarShiftMillis,
        attacksFromDay,
        strength,
        pace,
        disorder);
  }

  /** The same company at another time. */
  public CompanySettings withStart(long millis, long calendarShift) {
    return new CompanySettings(
        tenant, users, days, seed, millis, calendarShift, attacksFromDay, strength, pace, disorder);
  }

  /** The same company with attacks from a day on, of a strength. */
  public CompanySettings withAttacks(int fromDay, double howLoud) {
    return new CompanySettings(
        tenant,
        users,
        days,
        seed,
        startMillis,
        calendarShiftMillis,
        fromDay,
        howLoud,
        pace,
        disorder);
  }

  /** The same company, left in peace. */
  public CompanySettings withoutAttacks() {
    return withAttacks(days, strength);
  }

  /** The same people, busier or idler. */
  public CompanySettings withPace(double factor) {
    return new CompanySettings(
        tenant,
        users,
        days,
        seed,
        startMillis,
        calendarShiftMillis,
        attacksFromDay,
        strength,
        factor,
        disorder);
  }

  /** The same events in the order of their times, or in that of their arrival. */
  public CompanySettings withDisorder(boolean inOrderOfArrival) {
    return new CompanySettings(
        tenant,
        users,
        days,
        seed,
        startMillis,
        calendarShiftMillis,
        attacksFromDay,
        strength,
        pace,
        inOrderOfArrival);
  }

  /** The instant after the last event. */
  public long endMillis() {
    return startMillis + days * DAY_MILLIS;
  }

  private static void within(String name, long value, long least, long greatest) {
    if (value < least || value > greatest) {
      throw new IllegalArgumentException(
          "%s is %d to %d, not %d".formatted(name, least, greatest, value));
    }
  }

  private static void within(String name, double value, double least, double greatest) {
    if (!(value >= least && value <= greatest)) {
      throw new IllegalArgumentException(
          "%s is %s to %s, not %s".formatted(name, least, greatest, value));
    }
  }
}
