package dev.vedette.rest;

import dev.vedette.events.Subject;
import dev.vedette.risk.Incident;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What may be asked of incidents. Of those that have ended the last thousand of each tenant are
 * known, for ninety days.
 */
public interface IncidentQueries {
  /**
   * The incidents of a tenant, the last changed first, of the same instant by id.
   *
   * @param which open ones, ended ones, or all
   * @param of only those with this subject, or with a session of it, among their members; null for
   *     all
   * @param limit 1 to {@value SubjectQueries#MAX_LISTED}
   * @param after the last of the page before; null for the first page
   */
  Incidents incidents(
      String tenant, Which which, @Nullable Subject of, int limit, @Nullable Last after);

  /** An incident of a tenant; null if it is not known, or not any more. */
  @Nullable OneIncident incident(String tenant, String id);

  /** Which incidents are wanted. */
  enum Which {
    /** Those that are still being added to. */
    OPEN,
    /** Those that have ended, or turned out to be part of another one. */
    CLOSED,
    /** Both. */
    ALL
  }

  /**
   * Where a page ended.
   *
   * @param changedMillis when its last incident was changed
   * @param id of its last incident
   */
  record Last(long changedMillis, String id) {}

  /**
   * A page.
   *
   * @param asOf the instant of the answer
   * @param dataTime the greatest event time seen; null before the first event
   * @param incidents in order
   * @param next where it goes on; null if it does not
   * @param from where it was read
   */
  record Incidents(
      Instant asOf,
      @Nullable Instant dataTime,
      List<Incident> incidents,
      @Nullable Last next,
      Origin from) {
    /** Copies the list. */
    public Incidents {
      incidents = List.copyOf(incidents);
    }
  }

  /**
   * An incident.
   *
   * @param asOf the instant of the answer
   * @param dataTime the greatest event time seen; null before the first event
   * @param incident its last version
   * @param from where it was read
   */
  record OneIncident(Instant asOf, @Nullable Instant dataTime, Incident incident, Origin from) {}
}
