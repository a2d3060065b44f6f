package dev.vedette.events;

/**
 * A principal showed something for the first time on a day; written once for each.
 *
 * @param tenant the tenant
 * @param action what was shown ({@link Things}): mostly an action
 * @param epochDay the day of the event, days since 1970-01-01 UTC
 * @param principal the key of the principal ({@link SubjectKey})
 */
public record Sighting(String tenant, String action, int epochDay, String principal) {
  /** The key under which it is counted: {@code tenant/action/day}. */
  public String key() {
    return key(tenant, action, epochDay);
  }

  /** The key under which sightings of an action on a day are counted. */
  public static String key(String tenant, String action, int epochDay) {
    return SubjectKey.encodePart(tenant) + '/' + SubjectKey.encodePart(action) + '/' + epochDay;
  }
}
