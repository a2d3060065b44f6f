package dev.vedette.simulator;

import dev.vedette.simulator.DemoStory.Actor;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** Honest people at work for ever: everybody acts once a round, the rounds in changing order. */
final class Background implements Iterator<Beat> {
  private final Company company;
  private final Instant start;
  private final double meanGapMillis;
  private final List<LabelledEvent> pages = new ArrayList<>();
  private final List<Journal> journals = new ArrayList<>();
  private final List<Actor> actors;
  private final Deque<Integer> round = new ArrayDeque<>();
  private final Dice dice;
  private double atMillis;

  Background(
      Company company, Instant start, List<Actor> actors, int firstEntity, double eventsPerSecond) {
    this.company = company;
    this.start = start;
    this.actors = actors;
    meanGapMillis = 1_000 / eventsPerSecond;
    atMillis = start.toEpochMilli();
    dice = Dice.of(company.settings().seed(), Purpose.STORY, 3);
    for (Actor actor : actors) {
      journals.add(
          new Journal(
              company.settings(),
              firstEntity + actor.person().index(),
              company.settings().days(),
              pages));
    }
  }

  @Override
  public boolean hasNext() {
    return !actors.isEmpty();
  }

  @Override
  public Beat next() {
    if (actors.isEmpty()) {
      throw new NoSuchElementException("nobody is at work");
    }
    if (round.isEmpty()) {
      shuffle();
    }
    int next = round.remove();
    Actor actor = actors.get(next);
    atMillis += dice.exponential(meanGapMillis);
    company
        .workday()
        .act(
            (long) atMillis,
            actor.presence(),
            actor.person(),
            actor.person().habitsOn(company.settings().days()),
            dice,
            journals.get(next));
    LabelledEvent written = pages.removeLast();
    return DemoStory.beat(start, written, "");
  }

  /** Fisher and Yates. */
  private void shuffle() {
    int[] order = new int[actors.size()];
    for (int i = 0; i < order.length; i++) {
      int j = dice.below(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    for (int next : order) {
      round.add(next);
    }
  }
}
