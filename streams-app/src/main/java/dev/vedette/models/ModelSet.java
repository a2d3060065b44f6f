package dev.vedette.models;

import dev.vedette.detectors.model.Model;
import dev.vedette.detectors.model.ModelHead;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Models as of one moment: immutable, so that what is asked twice is answered alike. */
public final class ModelSet {
  /** No models. */
  public static final ModelSet NONE = new ModelSet(Map.of());

  private static final Comparator<Model> LATEST_LAST =
      Comparator.<Model>comparingLong(model -> model.head().effectiveFromMillis())
          .thenComparingInt(model -> model.head().version());

  /** The versions of each model, in the order in which they begin. */
  private final Map<Place, List<Model>> versions;

  /** Under what a model is looked up. */
  private record Place(Class<? extends Model> type, String tenant, String id) {
    static Place of(Model model) {
      return new Place(model.getClass(), model.head().tenant(), model.head().id());
    }
  }

  private ModelSet(Map<Place, List<Model>> versions) {
    this.versions = versions;
  }

  /**
   * The version that counts at an instant: the tenant's own, else that of every tenant.
   *
   * @param type such as {@code Calibration.class}
   * @param atMillis event time, so that a replay finds what counted then
   * @return null if none counts
   */
  public <M extends Model> @Nullable M find(
      Class<M> type, String tenant, String id, long atMillis) {
    M own = latest(type, tenant, id, atMillis);
    return own != null ? own : latest(type, ModelHead.EVERY_TENANT, id, atMillis);
  }

  private <M extends Model> @Nullable M latest(
      Class<M> type, String tenant, String id, long atMillis) {
    M found = null;
    for (Model version : versions.getOrDefault(new Place(type, tenant, id), List.of())) {
      if (version.head().effectiveFromMillis() > atMillis) {
        break;
      }
      found = type.cast(version);
    }
    return found;
  }

  /** Whether there is none. */
  public boolean isEmpty() {
    return versions.isEmpty();
  }

  /** All versions of all models, by their keys. */
  public Map<String, Model> all() {
    var all = new TreeMap<String, Model>();
    versions.values().forEach(list -> list.forEach(model -> all.put(ModelKey.of(model), model)));
    return all;
  }

  /** These and one more, in place of the same version of the same model. */
  public ModelSet with(Model model) {
    var changed = new ArrayList<>(others(model));
    changed.add(model);
    changed.sort(LATEST_LAST);
    return replaced(Place.of(model), changed);
  }

  ModelSet without(Model model) {
    return replaced(Place.of(model), others(model));
  }

  private List<Model> others(Model model) {
    return versions.getOrDefault(Place.of(model), List.of()).stream()
        .filter(other -> other.head().version() != model.head().version())
        .toList();
  }

  private ModelSet replaced(Place place, List<Model> list) {
    var changed = new HashMap<>(versions);
    if (list.isEmpty()) {
      changed.remove(place);
    } else {
      changed.put(place, List.copyOf(list));
    }
    return new ModelSet(Map.copyOf(changed));
  }
}
