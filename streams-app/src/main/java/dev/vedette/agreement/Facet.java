package dev.vedette.agreement;

import java.util.Locale;

/** What two readers of one record can agree about. */
enum Facet {
  TIME,
  ACTOR,
  SOURCE,
  OUTCOME,
  CATEGORY;

  /** As it stands in tables. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
