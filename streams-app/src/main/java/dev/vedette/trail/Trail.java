package dev.vedette.trail;

import dev.vedette.simulator.cloudtrail.TrailLife;
import dev.vedette.simulator.cloudtrail.TrailRecord;
import dev.vedette.simulator.cloudtrail.TrailSettings;
import dev.vedette.trail.Injection.Injected;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * A simulated account's records, with techniques mixed in, in the order of their times; of the same
 * time the honest ones first.
 */
final class Trail implements Iterator<Trail.Line> {
  private final TrailLife life;
  private final Deque<Injected> waiting;
  private @Nullable TrailRecord honest;

  Trail(TrailSettings settings, List<Technique> techniques) {
    life = TrailLife.of(settings);
    waiting =
        new ArrayDeque<>(new Injection(settings, TrailLife.principals(settings)).of(techniques));
  }

  /**
   * A record.
   *
   * @param injected what it is of an attack; null of honest life
   */
  record Line(long timeMillis, String json, @Nullable Injected injected) {}

  @Override
  public boolean hasNext() {
    if (honest == null && life.hasNext()) {
      honest = life.next();
    }
    return honest != null || !waiting.isEmpty();
  }

  @Override
  public Line next() {
    if (!hasNext()) {
      throw new NoSuchElementException("the trail is over");
    }
    TrailRecord life = honest;
    Injected attack = waiting.peek();
    if (attack != null && (life == null || attack.timeMillis() < life.timeMillis())) {
      waiting.remove();
      return new Line(attack.timeMillis(), attack.json(), attack);
    }
    if (life == null) {
      throw new NoSuchElementException("the trail is over");
    }
    honest = null;
    return new Line(life.timeMillis(), life.json(), null);
  }
}
