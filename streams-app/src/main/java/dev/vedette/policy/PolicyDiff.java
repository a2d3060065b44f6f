package dev.vedette.policy;

import dev.vedette.events.Family;
import dev.vedette.risk.FamilyPolicy;
import dev.vedette.risk.Policy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What changes from one policy to another, and for whom. */
public final class PolicyDiff {
  private static final String NOTHING = "(none)";

  private PolicyDiff() {}

  /**
   * A change.
   *
   * @param path the place in the file, such as {@code families.place.cap}
   * @param from the value before; {@code (none)} if there was none
   * @param to the value after; {@code (none)} if there is none
   * @param affects whose risk it changes, in words
   */
  public record Change(String path, String from, String to, String affects) {}

  /** The changes, in the order of the file; none if the policies say the same. */
  public static List<Change> of(Policy before, Policy after) {
    Map<String, String> old = flat(before);
    Map<String, String> now = flat(after);
    var paths = new ArrayList<>(old.keySet());
    new TreeSet<>(now.keySet()).stream().filter(path -> !old.containsKey(path)).forEach(paths::add);
    var changes = new ArrayList<Change>();
    for (String path : paths) {
      String from = old.getOrDefault(path, NOTHING);
      String to = now.getOrDefault(path, NOTHING);
      if (!from.equals(to)) {
        changes.add(new Change(path, from, to, affects(path, before, after)));
      }
    }
    return changes;
  }

  /** The changes as lines for people, each with its end. */
  public static String text(Policy before, Policy after) {
    List<Change> changes = of(before, after);
    if (changes.isEmpty()) {
      return "The policies say the same.\n";
    }
    int path = 0;
    int values = 0;
    for (Change change : changes) {
      path = Math.max(path, change.path().length());
      values = Math.max(values, change.from().length() + change.to().length());
    }
    var text = new StringBuilder();
    for (Change change : changes) {
      String value = change.from() + " -> " + change.to();
      text.append(
          ("%-" + path + "s  %-" + (values + 4) + "s  %s")
              .formatted(change.path(), value, change.affects())
              .stripTrailing());
      text.append('\n');
    }
    return text.toString();
  }

  private static String affects(String path, Policy before, Policy after) {
    String[] parts = path.split("\\.", 3);
    return switch (parts[0]) {
      case "version" -> "names every update";
      case "prior" -> "every subject, by %s nats".formatted(moved(before, after));
      case "scoreStep" -> "nobody's risk: how often updates are sent";
      case "levels" -> levels(parts[1]);
      case "families" -> family(Family.of(parts[1]), parts[2], before, after);
      case "criticality" ->
          parts[1].equals("types")
              ? "every %s without a criticality of its own".formatted(parts[2])
              : "this subject and its sessions";
      case "conditional" -> "subjects with this evidence while they are at the level or above";
      case "budget" -> "nobody's risk: what policy budget computes levels for";
      case "suppressions" -> "subjects with this evidence in windows that begin in this time";
      default -> "";
    };
  }

  private static String moved(Policy before, Policy after) {
    double moved = after.priorNats() - before.priorNats();
    return (moved > 0 ? "+" : "") + PolicyDocument.plain(Math.round(moved * 1e6) / 1e6);
  }

  private static String levels(String which) {
    return switch (which) {
      case "hysteresis" -> "subjects above LOW: how far they fall before the level does";
      case "dwell" -> "subjects above LOW: how long a level is kept at least";
      default -> "subjects about where %s begins".formatted(which.toUpperCase(Locale.ROOT));
    };
  }

  private static String family(Family family, String which, Policy before, Policy after) {
    String whom = "subjects with evidence of " + family.wireName();
    if (which.equals("halfLife")) {
      return whom + ": how fast it is forgotten";
    }
    String was = alone(before, family);
    String is = alone(after, family);
    return was.equals(is) ? whom : "%s: alone it reaches %s, not %s".formatted(whom, is, was);
  }

  /** The highest level that a family reaches by itself, with a criticality of 1. */
  private static String alone(Policy policy, Family family) {
    FamilyPolicy of = policy.family(family);
    double most = of.weight() == 0 || of.hourCapNats() == 0 ? 0 : of.capNats();
    return policy.levels().entered(Math.round((policy.priorNats() + most) * 1e6)).name();
  }

  private static Map<String, String> flat(Policy policy) {
    var flat = new LinkedHashMap<String, String>();
    flatten("", PolicyDocument.tree(policy), flat);
    flat.remove("format");
    return flat;
  }

  private static void flatten(String path, Object value, Map<String, String> flat) {
    switch (value) {
      case Map<?, ?> map ->
          map.forEach((name, inner) -> {
            String at = path.isEmpty() ? Objects.toString(name) : path + "." + name;
            flatten(at, Objects.requireNonNull(inner), flat);
          });
      case List<?> list -> {
        for (Object item : list) {
          put(path, (Map<?, ?>) Objects.requireNonNull(item), flat);
        }
      }
      default -> flat.put(path, value.toString());
    }
  }

  /** An item of a list has no name in the file: what it is about is its name. */
  private static void put(String path, Map<?, ?> item, Map<String, String> flat) {
    var rest = new LinkedHashMap<Object, Object>(item);
    String name =
        switch (path) {
          case "criticality.subjects" ->
              "%s/%s/%s".formatted(rest.remove("tenant"), rest.remove("type"), rest.remove("id"));
          case "conditional" ->
              "%s while %s".formatted(rest.remove("family"), rest.remove("while"));
          default -> "%s of %s".formatted(words(rest.remove("what")), words(rest.remove("who")));
        };
    String at = path + "." + name;
    String value =
        String.join(
            ", ",
            rest.entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .toList());
    flat.merge(at, value, (first, second) -> first + "; " + second);
  }

  private static String words(@Nullable Object object) {
    return object instanceof Map<?, ?> map
        ? String.join("/", map.values().stream().map(Objects::toString).toList())
        : Objects.toString(object);
  }
}
