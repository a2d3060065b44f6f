package dev.vedette.demo;

import dev.vedette.events.AccessEvent;
import dev.vedette.runtime.Pace;
import dev.vedette.simulator.CompanySettings;
import dev.vedette.simulator.DemoStory;
import dev.vedette.simulator.LabelledEvent;
import java.util.Iterator;

/** Feeds the company's history, each event received when it happened. */
record Lesson(DemoStory story, Inbox inbox, Pace pace, Stop stop, Progress progress) {
  private static final int CHECK_EVERY = 4_000;

  /** Told how far it is. */
  @FunctionalInterface
  interface Progress {
    /** So much of the time, from 0 to 1, and so many events. */
    void at(double fraction, long events);
  }

  /** Teaches all of it, or until it is stopped, and says how many events that were. */
  long teach() throws InterruptedException {
    CompanySettings company = story.company().settings();
    double span = company.endMillis() - company.startMillis();
    Iterator<LabelledEvent> life = story.company().iterator();
    long events = 0;
    long day = Pace.dayOf(company.startMillis());
    while (life.hasNext() && !stop.isAsked()) {
      AccessEvent event = life.next().event();
      long atMillis = event.timeMillis();
      if (Pace.dayOf(atMillis) != day) {
        day = Pace.dayOf(atMillis);
        inbox.flush();
        pace.endDay();
      }
      inbox.send(event, atMillis);
      if (++events % CHECK_EVERY == 0) {
        progress.at((atMillis - company.startMillis()) / span, events);
        inbox.check();
        pace.admit();
      }
    }
    inbox.flush();
    pace.endDay();
    progress.at(1, events);
    return events;
  }
}
