package dev.vedette.risk;

import dev.vedette.events.EventRef;
import dev.vedette.events.SubjectKey;
import dev.vedette.risk.Incident.Entry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What was seen, in the order in which it happened: lists of an incident's entries. */
final class Timeline {
  private static final Comparator<Entry> AS_IT_HAPPENED =
      Comparator.comparingLong(Entry::atMillis)
          .thenComparing(Entry::detector)
          .thenComparing(entry -> SubjectKey.encode(entry.subject()))
          .thenComparingLong(Entry::windowStartMillis);

  private Timeline() {}

  /** The evidence behind an update, in its order. What reassures is none. */
  static List<Entry> behind(RiskUpdate update) {
    return update.contributions().stream()
        .flatMap(contribution -> contribution.signals().stream())
        .filter(part -> part.evidenceMicros() > 0)
        .map(Timeline::entry)
        .toList();
  }

  private static Entry entry(RiskUpdate.Part part) {
    return new Entry(
        part.events().stream()
            .mapToLong(EventRef::timeMillis)
            .min()
            .orElse(part.windowStartMillis()),
        part.subject(),
        part.detector(),
        part.windowStartMillis(),
        part.evidenceMicros(),
        part.why(),
        part.technique(),
        part.events());
  }

  /** What is later than an instant. */
  static List<Entry> after(List<Entry> entries, long atMillis) {
    return entries.stream().filter(entry -> entry.atMillis() > atMillis).toList();
  }

  /**
   * One with more: a later version of a signal replaces the one before; of more than {@value
   * Incident#MAX_ENTRIES} the weakest goes.
   */
  static List<Entry> with(List<Entry> before, List<Entry> more) {
    var all = new ArrayList<>(before);
    for (Entry entry : more) {
      all.removeIf(entry::isOfTheSignalOf);
      all.add(entry);
    }
    while (all.size() > Incident.MAX_ENTRIES) {
      all.remove(all.stream().min(Comparator.comparingInt(Entry::evidenceMicros)).orElseThrow());
    }
    all.sort(AS_IT_HAPPENED);
    return all;
  }

  /** The techniques, each once, the earliest first. */
  static List<String> techniques(List<Entry> entries) {
    return entries.stream().map(Entry::technique).filter(t -> !t.isEmpty()).distinct().toList();
  }

  /** Event time of the earliest. */
  static long first(List<Entry> entries, long otherwise) {
    return entries.stream().mapToLong(Entry::atMillis).min().orElse(otherwise);
  }

  /** When evidence last came: an update that an event caused brings some that no event may name. */
  static long last(List<Entry> entries, RiskUpdate update) {
    long last = update.causedBy().isEmpty() ? Long.MIN_VALUE : update.atMillis();
    for (Entry entry : entries) {
      last = Math.max(last, entry.atMillis());
      for (EventRef event : entry.events()) {
        last = Math.max(last, event.timeMillis());
      }
    }
    return last;
  }
}
