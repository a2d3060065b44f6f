package dev.vedette.client;

import dev.vedette.events.Subject;
import dev.vedette.risk.Advice;
import dev.vedette.risk.Assessment;
import dev.vedette.risk.Level;
import dev.vedette.risk.RiskUpdate;
import dev.vedette.schemas.PackagedSchemas;
import dev.vedette.schemas.SchemaResolver;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The risk of any session, user, device or address, from memory: follows the risk updates in a
 * thread of its own and never asks anybody while it answers. Any number of threads may ask.
 *
 * <pre>{@code
 * try (RiskCache cache = RiskCache.follow(ClientSettings.of("kafka:9092"))) {
 *   cache.awaitCurrent(Duration.ofMinutes(1));
 *   Subject alice = Subject.of("acme", SubjectType.USER, "alice");
 *   switch (cache.riskOf(Subject.session(alice, "s-1")).advice()) { … }
 * }
 * }</pre>
 */
public final class RiskCache implements AutoCloseable {
  private final ClientSettings settings;
  private final LongSupplier clock;
  private final Shelf shelf;
  private final Follower follower;
  private final long stalenessMillis;

  RiskCache(ClientSettings settings, SchemaResolver schemas, LongSupplier clock) {
    this.settings = settings;
    this.clock = clock;
    this.shelf = new Shelf(settings.maxSubjects());
    this.follower = new Follower(settings, shelf, new UpdateReader(schemas), clock);
    this.stalenessMillis = settings.staleness().toMillis();
  }

  /** Starts to follow, with the packaged schema ids. */
  public static RiskCache follow(ClientSettings settings) {
    return follow(settings, PackagedSchemas.load(), System::currentTimeMillis);
  }

  /**
   * Starts to follow.
   *
   * @param schemas the space of schema ids that the topic is written in
   * @param clock epoch milliseconds UTC; tells what now is
   */
  public static RiskCache follow(
      ClientSettings settings, SchemaResolver schemas, LongSupplier clock) {
    var cache = new RiskCache(settings, schemas, clock);
    cache.follower.start();
    return cache;
  }

  /** As the follower takes it. */
  void take(RiskUpdate update) {
    shelf.put(update);
  }

  /** The risk of a subject now. A session that was never told of has at least its owner's. */
  public Answer riskOf(Subject subject) {
    long now = clock.getAsLong();
    Shelf.Held held = held(subject, now);
    long age = follower.ageMillis();
    Standing standing = standing(age, held != null);
    Level level = held == null ? Level.LOW : held.level();
    Advice advice = Advice.of(null, level);
    if (standing != Standing.CURRENT && advice.compareTo(settings.otherwise()) < 0) {
      advice = settings.otherwise();
    }
    if (held == null) {
      return new Answer(advice, level, 0, Long.MIN_VALUE, false, standing, age);
    }
    long logOdds = held.curve().logOddsMicros(now);
    return new Answer(advice, level, Assessment.score(logOdds), logOdds, true, standing, age);
  }

  private Standing standing(long ageMillis, boolean told) {
    if (ageMillis == Long.MAX_VALUE) {
      return Standing.LOADING;
    }
    if (ageMillis > stalenessMillis) {
      return Standing.STALE;
    }
    return !told && shelf.isCrowded() ? Standing.CROWDED_OUT : Standing.CURRENT;
  }

  /**
   * The update that decides: a session's own, unless its owner was told of later and is riskier, as
   * a session that begins anew is told of with its first evidence only.
   */
  private Shelf.@Nullable Held held(Subject subject, long now) {
    Shelf.Held own = shelf.get(subject);
    Subject owner = subject.owner();
    if (owner == null) {
      return own;
    }
    Shelf.Held owners = shelf.get(owner);
    if (own == null || owners == null) {
      return own == null ? owners : own;
    }
    boolean isOutdone =
        owners.atMillis() > own.atMillis()
            && owners.curve().logOddsMicros(now) > own.curve().logOddsMicros(now);
    return isOutdone ? owners : own;
  }

  /**
   * Waits until the topic has been read to its end, or was again.
   *
   * @return whether it was within the time
   */
  public boolean awaitCurrent(Duration atMost) throws InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (follower.ageMillis() > stalenessMillis) {
      if (System.nanoTime() - deadline > 0) {
        return false;
      }
      Thread.sleep(10);
    }
    return true;
  }

  /** How many subjects it holds. */
  public int size() {
    return shelf.size();
  }

  /** How many records of the topic could not be read as risk updates. */
  public long unreadable() {
    return follower.unreadable();
  }

  @Override
  public void close() {
    follower.close();
  }
}
