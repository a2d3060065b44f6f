package dev.vedette.demo;

import dev.vedette.board.BoardState.Told;
import dev.vedette.events.AccessEvent;
import dev.vedette.simulator.Beat;
import dev.vedette.simulator.DemoStory;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Plays the attack and the honest life around it, each event when its time has come. */
final class Player implements AutoCloseable {
  private final Iterator<Beat> attack;
  private final Iterator<Beat> background;
  private final Inbox inbox;
  private final Sent sent;
  private final double speed;
  private final ZoneId zone;
  private final Instant start = Instant.now();
  private final Stop stop = new Stop();
  private final ConcurrentLinkedQueue<Told> told = new ConcurrentLinkedQueue<>();
  private final Map<String, Long> attackedMillis = new ConcurrentHashMap<>();
  private final Map<String, Long> fallenMillis = new ConcurrentHashMap<>();
  private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
  private final Thread thread;

  /** Begins to play at once. */
  Player(DemoStory story, DemoSettings settings, Inbox inbox, Sent sent) {
    attack = story.attack().iterator();
    background = story.background(settings.eventsPerSecond());
    this.inbox = inbox;
    this.sent = sent;
    speed = settings.speed();
    zone = settings.zone();
    thread = Thread.ofPlatform().name("demo-player").start(this::run);
  }

  Instant start() {
    return start;
  }

  /** What was told since it was last asked; null if nothing. */
  @Nullable Told nextTold() {
    return told.poll();
  }

  /** When the first event of an attack on an account was sent; null if none was. */
  @Nullable Long attackedMillis(String user) {
    return attackedMillis.get(user);
  }

  /** When the attacker was first signed in as a user; null if not yet. */
  @Nullable Long fallenMillis(String user) {
    return fallenMillis.get(user);
  }

  /**
   * Fails if playing has failed.
   *
   * @throws IllegalStateException with what stopped it
   */
  void check() {
    RuntimeException problem = failure.get();
    if (problem != null) {
      throw new IllegalStateException("the story stopped: " + problem.getMessage(), problem);
    }
    inbox.check();
  }

  private void run() {
    try {
      play();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      failure.compareAndSet(null, e);
    }
  }

  private void play() throws InterruptedException {
    Beat evil = next(attack);
    Beat honest = next(background);
    while (evil != null || honest != null) {
      boolean evilIsNext =
          honest == null || (evil != null && evil.offset().compareTo(honest.offset()) <= 0);
      Beat beat = evilIsNext ? evil : honest;
      if (beat == null || stop.await(Duration.between(Instant.now(), due(beat)))) {
        return;
      }
      send(beat);
      if (evilIsNext) {
        evil = next(attack);
      } else {
        honest = next(background);
      }
    }
  }

  private static @Nullable Beat next(Iterator<Beat> beats) {
    return beats.hasNext() ? beats.next() : null;
  }

  private Instant due(Beat beat) {
    return start.plusNanos((long) (beat.offset().toNanos() / speed));
  }

  private void send(Beat beat) {
    long nowMillis = System.currentTimeMillis();
    // The script was written before it was known when it is live.
    AccessEvent event = beat.event().toBuilder().timeMillis(due(beat).toEpochMilli()).build();
    if (!beat.narration().isEmpty()) {
      told.add(
          new Told(LocalTime.ofInstant(Instant.ofEpochMilli(nowMillis), zone), beat.narration()));
    }
    var label = beat.label();
    if (label != null) {
      attackedMillis.putIfAbsent(label.principal(), nowMillis);
      if (label.step().equals("sign_in")) {
        fallenMillis.putIfAbsent(label.principal(), nowMillis);
      }
    }
    sent.add(event.id(), nowMillis);
    inbox.send(event, nowMillis);
  }

  /** Stops at once; what was sent is at the broker. */
  @Override
  public void close() {
    stop.ask();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    inbox.flush();
  }
}
