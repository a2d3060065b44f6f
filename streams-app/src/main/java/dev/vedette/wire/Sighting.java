package dev.vedette.wire;

/**
 * A principal did an action on a day, said once however often it did it: what the prevalence of
 * actions is counted from.
 *
 * @param tenant the tenant
 * @param action the action
 * @param epochDay the day of the event time in UTC, days since 1970-01-01
 * @param principal the principal's {@link dev.vedette.events.SubjectKey}
 */
public record Sighting(String tenant, String action, int epochDay, String principal) {}
