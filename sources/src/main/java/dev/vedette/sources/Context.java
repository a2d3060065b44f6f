package dev.vedette.sources;

import dev.vedette.events.Subject;

/**
 * What a line does not say about itself, for one file.
 *
 * @param tenant the tenant of events that name none, 1 to 512 characters
 * @param year the year of the file's first line, for times that carry no year; 1990 to 9999
 */
public record Context(String tenant, int year) {
  /** Checks the bounds. */
  public Context {
    if (tenant.isEmpty() || tenant.length() > Subject.MAX_CHARS) {
      throw new IllegalArgumentException(
          "a tenant has 1 to %d characters, not %d".formatted(Subject.MAX_CHARS, tenant.length()));
    }
    if (year < 1990 || year > 9999) {
      throw new IllegalArgumentException("a year is 1990 to 9999, not " + year);
    }
  }
}
