package dev.vedette.agreement;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What became of all records of a set, by the kind of record: none may be missing. */
public final class Accounting {
  private final Map<String, Row> rows = new TreeMap<>();
  private final List<String> details = new ArrayList<>();

  Accounting() {}

  /** The records of one kind. */
  static final class Row {
    private final @Nullable String format;
    private final Map<String, Integer> reasons = new TreeMap<>();
    private int records;
    private int events;
    private int ignored;
    private int dead;
    private int crashed;
    private int lost;
    private int notClaimed;
    private int completed;
    private int completedEvents;

    private Row(@Nullable String format) {
      this.format = format;
    }

    private void add(Row other) {
      records += other.records;
      events += other.events;
      ignored += other.ignored;
      dead += other.dead;
      crashed += other.crashed;
      lost += other.lost;
      notClaimed += other.notClaimed;
      completed += other.completed;
      completedEvents += other.completedEvents;
      other.reasons.forEach((reason, n) -> reasons.merge(reason, n, Integer::sum));
    }

    private List<String> cells(String name) {
      int claimed = records - notClaimed;
      return List.of(
          name,
          format == null ? "not claimed" : format,
          "" + records,
          "" + events,
          "" + ignored,
          "" + dead,
          "" + crashed,
          "" + lost,
          TextTable.share(events, claimed),
          "" + completed,
          TextTable.share(events + completedEvents, claimed),
          reasons.toString().replaceAll("[{}]", ""));
    }
  }

  void notClaimed(String kind) {
    Row row = row(kind, null);
    row.records++;
    row.notClaimed++;
  }

  /**
   * Adds a record.
   *
   * @param completed what becomes of it with the time that its author cut off; null if that is not
   *     what keeps it from being an event
   */
  void add(
      String kind, String format, String origin, Reading reading, @Nullable Reading completed) {
    Row row = row(kind, format);
    row.records++;
    switch (reading) {
      case Reading.Events _ -> row.events++;
      case Reading.Ignored(String rule) -> {
        row.ignored++;
        row.reasons.merge("ignored " + rule, 1, Integer::sum);
      }
      case Reading.Dead(String reason, String detail) -> {
        row.dead++;
        row.reasons.merge(reason, 1, Integer::sum);
        details.add("%s %s: dead: %s: %s".formatted(origin, kind, reason, detail));
      }
      case Reading.Crash(String exception) -> {
        row.crashed++;
        details.add("%s %s: crash: %s".formatted(origin, kind, exception));
      }
      case Reading.Lost() -> {
        row.lost++;
        details.add("%s %s: nothing became of it".formatted(origin, kind));
      }
    }
    if (completed != null) {
      row.completed++;
      if (completed instanceof Reading.Events) {
        row.completedEvents++;
      } else {
        details.add("%s %s: with a time: %s".formatted(origin, kind, completed));
      }
    }
  }

  private Row row(String kind, @Nullable String format) {
    return rows.computeIfAbsent(kind, k -> new Row(format));
  }

  private Row claimedRows() {
    var claimed = new Row("");
    rows.values().stream().filter(r -> r.notClaimed == 0).forEach(claimed::add);
    return claimed;
  }

  private Row total() {
    var total = new Row("");
    rows.values().forEach(total::add);
    return total;
  }

  /** How many records there are. */
  public int records() {
    return total().records;
  }

  /** How many of them are of a kind that a format claims. */
  public int claimed() {
    Row total = total();
    return total.records - total.notClaimed;
  }

  /** How many are events as they are. */
  public int events() {
    return total().events;
  }

  /** How many are events, if those without their time had one. */
  public int eventsWhenCompleted() {
    Row total = total();
    return total.events + total.completedEvents;
  }

  /** How many made an exception escape. */
  public int crashed() {
    return total().crashed;
  }

  /** How many vanished without a word. */
  public int lost() {
    return total().lost;
  }

  /** Whether every claimed record is an event, ignored by a named rule, or a dead letter. */
  public boolean isComplete() {
    Row total = total();
    return total.records == total.events + total.ignored + total.dead + total.notClaimed;
  }

  /** What became of every record that is no event. */
  public List<String> details() {
    return List.copyOf(details);
  }

  /** A row for each kind, and the sum. */
  public String text(String kindHeading) {
    var table =
        new TextTable(
            kindHeading,
            "format",
            "records",
            "events",
            "ignored",
            "dead",
            "crashes",
            "lost",
            "share",
            "no time",
            "share with one",
            "why not");
    rows.forEach((name, row) -> table.row(row.cells(name)));
    Row total = total();
    table.row(claimedRows().cells("all that are claimed"));
    return table.text()
        + "%d records: %d events, %d ignored by rule, %d dead letters, %d not claimed; %s%n"
            .formatted(
                total.records,
                total.events,
                total.ignored,
                total.dead,
                total.notClaimed,
                isComplete()
                    ? "all are accounted for"
                    : "%d crashed, %d LOST".formatted(total.crashed, total.lost));
  }
}
