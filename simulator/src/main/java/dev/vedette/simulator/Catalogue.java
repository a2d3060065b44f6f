package dev.vedette.simulator;

import dev.vedette.events.AccessEvent.Resource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The things that the company owns, by department and kind; low ranks are the popular ones. */
final class Catalogue {
  private static final double POPULARITY = 1.05;

  private final Map<Department, Map<String, Shelf>> shelves = new EnumMap<>(Department.class);

  Catalogue(int users) {
    for (Department department : Department.values()) {
      var kinds = new TreeMap<String, Shelf>();
      for (Deed deed : department.deeds()) {
        add(kinds, department.path(), deed, users);
      }
      if (department == Department.IT) {
        Department.ADMINISTRATION.forEach(deed -> add(kinds, "control", deed, users));
      }
      shelves.put(department, kinds);
    }
  }

  /** All things of a kind in a department; administrators' things are kept in IT. */
  Shelf shelf(Department department, String kind) {
    Shelf own = shelves.getOrDefault(department, Map.of()).get(kind);
    Shelf shelf = own == null ? shelves.getOrDefault(Department.IT, Map.of()).get(kind) : own;
    if (shelf == null) {
      throw new IllegalArgumentException("nobody has a %s".formatted(kind));
    }
    return shelf;
  }

  private static void add(Map<String, Shelf> kinds, String path, Deed deed, int users) {
    String kind = deed.things();
    if (kind != null && !kinds.containsKey(kind)) {
      int size =
          switch (kind) {
            case "file" -> 80 + users / 2;
            case "role", "policy", "depot", "database" -> 12;
            case "secret", "group", "repo" -> 24 + users / 20;
            default -> 40 + users / 4;
          };
      kinds.put(kind, shelf(path, kind, size));
    }
  }

  private static Shelf shelf(String path, String kind, int size) {
    var things = new ArrayList<Resource>(size);
    for (int i = 0; i < size; i++) {
      String sensitivity =
          kind.equals("secret") ? "secret" : i % 9 == 4 ? "confidential" : "internal";
      things.add(new Resource(kind, "%s/%s-%04d".formatted(path, kind, i), sensitivity));
    }
    return new Shelf(List.copyOf(things), Weights.zipf(size, POPULARITY));
  }

  /** Things of one kind, most popular first. */
  record Shelf(List<Resource> things, Weights popularity) {
    Resource popular(Dice dice) {
      return things.get(popularity.draw(dice));
    }

    /** The thing at a fraction of the way down, 0 to 1. */
    Resource at(double fraction) {
      return things.get((int) (fraction * things.size()));
    }
  }
}
