package dev.vedette.simulator;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * All events in order, day by day. Memory: what happens in about two days, however long the company
 * lives.
 */
final class Chronicle implements Iterator<LabelledEvent> {
  /** Tokyo's day begins 8 hours before Berlin's, and one clock is an hour behind. */
  private static final long REACH_MILLIS = 12 * 3_600_000L;

  /** Writes one day, in any order. */
  @FunctionalInterface
  interface Author {
    /** Adds everything that happens on a day. */
    void write(int day, List<LabelledEvent> pages);
  }

  private final CompanySettings settings;
  private final Calendar calendar;
  private final Author author;
  private final Comparator<LabelledEvent> order;
  private final Deque<LabelledEvent> ready = new ArrayDeque<>();
  private List<LabelledEvent> pages = new ArrayList<>();
  private int day = -1;

  Chronicle(CompanySettings settings, Author author) {
    this.settings = settings;
    calendar = Calendar.of(settings);
    this.author = author;
    order = Comparator.comparingLong(this::atMillis).thenComparing(written -> written.event().id());
  }

  @Override
  public boolean hasNext() {
    while (ready.isEmpty() && day <= settings.days() + 1) {
      turnPage();
    }
    return !ready.isEmpty();
  }

  @Override
  public LabelledEvent next() {
    if (!hasNext()) {
      throw new NoSuchElementException("the company's last day is over");
    }
    return ready.remove();
  }

  private void turnPage() {
    author.write(day, pages);
    boolean last = day == settings.days() + 1;
    long until =
        last
            ? Long.MAX_VALUE
            : calendar.midnightMillis(day + 1, Place.OFFICES.getFirst()) - REACH_MILLIS;
    day++;
    pages.sort(order);
    var later = new ArrayList<LabelledEvent>();
    for (LabelledEvent written : pages) {
      if (atMillis(written) >= until) {
        later.add(written);
      } else if (within(written.event().timeMillis())) {
        ready.add(written);
      }
    }
    pages = later;
  }

  private boolean within(long timeMillis) {
    return timeMillis >= settings.startMillis() && timeMillis < settings.endMillis();
  }

  private long atMillis(LabelledEvent written) {
    return settings.disorder() ? written.arrivedMillis() : written.event().timeMillis();
  }
}
