package dev.vedette.agreement;

import dev.vedette.events.AccessEvent;
import dev.vedette.sources.Normalized;
import java.util.ArrayList;
import java.util.List;

/**
 * What became of one record. One that holds several is what the best of them is: an event before a
 * dead letter before an ignored one.
 */
sealed interface Reading {
  /** It is at least one event. */
  record Events(List<AccessEvent> events) implements Reading {}

  /** It was passed over by a rule of this name. */
  record Ignored(String rule) implements Reading {}

  /** It could not be used. */
  record Dead(String reason, String detail) implements Reading {}

  /** An exception escaped. */
  record Crash(String exception) implements Reading {}

  /** Nothing at all was said about it. */
  record Lost() implements Reading {}

  /** The reading of a record with these outcomes. */
  static Reading of(List<Normalized> outcomes) {
    var events = new ArrayList<AccessEvent>();
    Reading other = new Lost();
    for (Normalized outcome : outcomes) {
      switch (outcome) {
        case Normalized.Event(AccessEvent event) -> events.add(event);
        case Normalized.Dead(String reason, String detail) -> other = new Dead(reason, detail);
        case Normalized.Ignored(String rule) -> {
          if (!(other instanceof Dead)) {
            other = new Ignored(rule);
          }
        }
      }
    }
    return events.isEmpty() ? other : new Events(List.copyOf(events));
  }
}
