package dev.vedette.agreement;

import dev.vedette.events.AccessEvent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How many of the expected fields of a set of records are as expected, by the kind of record. */
public final class Agreement {
  private final Vocabulary vocabulary;
  private final Map<String, Row> rows = new TreeMap<>();
  private final List<String> details = new ArrayList<>();
  private final List<String> unreadable = new ArrayList<>();

  Agreement(Vocabulary vocabulary) {
    this.vocabulary = vocabulary;
  }

  private static final class Row {
    private final @Nullable String format;
    private final Map<Facet, Integer> expected = new EnumMap<>(Facet.class);
    private final Map<Facet, Integer> agreed = new EnumMap<>(Facet.class);
    private int records;
    private int events;
    private int ofEvents;

    private Row(@Nullable String format) {
      this.format = format;
    }

    private void add(Row other) {
      records += other.records;
      events += other.events;
      ofEvents += other.ofEvents;
      other.expected.forEach((facet, n) -> expected.merge(facet, n, Integer::sum));
      other.agreed.forEach((facet, n) -> agreed.merge(facet, n, Integer::sum));
    }

    private int agreed() {
      return agreed.values().stream().mapToInt(n -> n).sum();
    }

    private int expected() {
      return expected.values().stream().mapToInt(n -> n).sum();
    }

    private List<String> cells(String name) {
      var cells = new ArrayList<String>();
      cells.add(name);
      cells.add(format == null ? "not claimed" : format);
      cells.add("" + records);
      cells.add("" + events);
      for (Facet facet : Facet.values()) {
        int of = expected.getOrDefault(facet, 0);
        cells.add(of == 0 ? "-" : agreed.getOrDefault(facet, 0) + "/" + of);
      }
      cells.add(agreed() + "/" + expected());
      cells.add(TextTable.share(agreed(), expected()));
      cells.add(TextTable.share(agreed(), ofEvents));
      return cells;
    }
  }

  /**
   * Adds a record. If it is no event, nothing that is expected of it is met; of several events the
   * one that meets most counts.
   *
   * @param format null if none claims the record
   */
  void add(
      String kind,
      @Nullable String format,
      String origin,
      Expected expected,
      @Nullable Reading reading) {
    Row row = rows.computeIfAbsent(kind, k -> new Row(format));
    row.records++;
    AccessEvent event =
        reading instanceof Reading.Events(List<AccessEvent> events) ? best(expected, events) : null;
    if (event != null) {
      row.events++;
    }
    for (Facet facet : Facet.values()) {
      if (!vocabulary.isExpected(facet, expected)) {
        continue;
      }
      row.expected.merge(facet, 1, Integer::sum);
      if (event != null) {
        row.ofEvents++;
      }
      if (event != null && vocabulary.agrees(facet, expected, event)) {
        row.agreed.merge(facet, 1, Integer::sum);
      } else if (reading != null) {
        details.add(
            "%s %s: %s: expected %s, got %s"
                .formatted(
                    origin,
                    kind,
                    facet.label(),
                    Vocabulary.shown(facet, expected),
                    event == null ? reading : vocabulary.shown(facet, event)));
      }
    }
  }

  private AccessEvent best(Expected expected, List<AccessEvent> events) {
    AccessEvent best = events.getFirst();
    for (AccessEvent event : events) {
      if (agreed(expected, event) > agreed(expected, best)) {
        best = event;
      }
    }
    return best;
  }

  private long agreed(Expected expected, AccessEvent event) {
    return Arrays.stream(Facet.values())
        .filter(f -> vocabulary.isExpected(f, expected) && vocabulary.agrees(f, expected, event))
        .count();
  }

  /** Notes a record of which the other side cannot be read. */
  void unreadable(String kind) {
    unreadable.add(kind);
  }

  private Row total(boolean claimedOnly) {
    var total = new Row("");
    rows.values().stream().filter(r -> !claimedOnly || r.format != null).forEach(total::add);
    return total;
  }

  /** How many records there are. */
  public int records() {
    return total(false).records;
  }

  /** How many fields are expected of the records that a format claims. */
  public int expectedOfClaimed() {
    return total(true).expected();
  }

  /** How many of these are as expected. */
  public int agreed() {
    return total(true).agreed();
  }

  /** Every field that is not as expected, and what is. */
  public List<String> details() {
    return List.copyOf(details);
  }

  private static List<String> unreadableCells(String kind, int count) {
    var cells = new ArrayList<>(Collections.nCopies(count, ""));
    cells.set(0, kind);
    cells.set(1, "the other side is not JSON");
    return cells;
  }

  /** A row for each kind, one for those that are claimed, and one for all. */
  public String text(String kindHeading) {
    var headings = new ArrayList<>(List.of(kindHeading, "format", "records", "events"));
    for (Facet facet : Facet.values()) {
      headings.add(facet.label());
    }
    headings.addAll(List.of("all", "share", "of events"));
    var table = new TextTable(headings.toArray(String[]::new));
    rows.forEach((name, row) -> table.row(row.cells(name)));
    table.row(total(true).cells("all that are claimed"));
    table.row(total(false).cells("all"));
    unreadable.forEach(kind -> table.row(unreadableCells(kind, headings.size())));
    return table.text();
  }
}
