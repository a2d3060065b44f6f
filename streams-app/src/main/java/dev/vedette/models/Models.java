package dev.vedette.models;

import dev.vedette.detectors.model.Model;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The models that are known at this moment. One thread tells of new ones; any other takes a {@link
 * ModelSet}, which does not change under it.
 */
public final class Models {
  private final AtomicReference<ModelSet> known;

  /** Knows none. */
  public Models() {
    this(ModelSet.NONE);
  }

  /** Knows these from the beginning. */
  public Models(ModelSet first) {
    known = new AtomicReference<>(first);
  }

  /** All that is known now: take it once for a step that should be of one piece. */
  public ModelSet now() {
    return known.get();
  }

  /** Knows one version of a model in place of another, at once; null for none. */
  public void replace(@Nullable Model before, @Nullable Model after) {
    known.updateAndGet(set -> {
      ModelSet others = before == null ? set : set.without(before);
      return after == null ? others : others.with(after);
    });
  }
}
