package dev.vedette.policy;

import dev.vedette.events.Text;
import java.io.StringReader;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A part of a policy's YAML (of which JSON is a kind) that knows where it stands.
 *
 * <p>Whatever is asked for and is wrong is complained of, and something harmless is answered in its
 * place, so that the rest of the file is checked too. Scalars are text as written; anchors are
 * refused, so that nothing refers to itself.
 */
final class Part {
  private static final Pattern DURATION =
      Pattern.compile(
          "(?:(?<d>\\d{1,4})d)?(?:(?<h>\\d{1,5})h)?(?:(?<m>\\d{1,6})m)?(?:(?<s>\\d{1,7})s)?");

  private final Complaints complaints;
  private final String path;
  private final Node node;
  private final Map<String, Part> members = new LinkedHashMap<>();

  /** How many complaints there were before this part was looked into. */
  private int before;

  private Part(Complaints complaints, String path, Node node) {
    this.complaints = complaints;
    this.path = path;
    this.node = node;
    if (node.getAnchor() != null) {
      wrong("anchors are not understood: write the value out");
    }
  }

  /** The whole of a text; null, with a complaint, if it is not YAML. */
  static @Nullable Part read(Complaints complaints, String yaml) {
    try {
      Node root = new Yaml(new LoaderOptions()).compose(new StringReader(yaml));
      if (root == null) {
        complaints.add(1, "", "the file is empty");
        return null;
      }
      return new Part(complaints, "", root);
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
      complaints.add(line, "", "is not YAML: " + e.getProblem());
    } catch (YAMLException e) {
      complaints.add(1, "", "is not YAML: " + e.getMessage());
    }
    return null;
  }

  /** Complains of this part. */
  void wrong(String what) {
    complaints.add(node.getStartMark().getLine() + 1, path, what);
  }

  /** Reads the members, which are an object's; one of another name is complained of. */
  Part object(List<String> known) {
    before = complaints.count();
    if (!(node instanceof MappingNode mapping)) {
      wrong("an object is expected here, with " + String.join(", ", known));
      return this;
    }
    for (var tuple : mapping.getValue()) {
      String name = tuple.getKeyNode() instanceof ScalarNode key ? key.getValue() : "?";
      var member =
          new Part(complaints, path.isEmpty() ? name : path + "." + name, tuple.getValueNode());
      if (!known.contains(name)) {
        complaints.add(
            tuple.getKeyNode().getStartMark().getLine() + 1,
            path,
            "\"%s\" is not known here; known are %s"
                .formatted(Text.excerpt(name), String.join(", ", known)));
      } else if (members.put(name, member) != null) {
        member.wrong("is given twice: leave one of them out");
      }
    }
    return this;
  }

  /** A member; null, with a complaint if it has to be there, if it is not. */
  @Nullable Part member(String name, boolean needed) {
    Part member = members.get(name);
    if (member == null && needed && node instanceof MappingNode) {
      wrong("\"%s\" is missing".formatted(name));
    }
    return member;
  }

  /** The items of a list. */
  List<Part> items() {
    if (!(node instanceof SequenceNode sequence)) {
      wrong("a list is expected here");
      return List.of();
    }
    var items = new ArrayList<Part>();
    for (Node item : sequence.getValue()) {
      items.add(new Part(complaints, "%s[%d]".formatted(path, items.size()), item));
    }
    return items;
  }

  /** A number in a range; what is missing is 0, or the value that stands for it. */
  double number(String name, double least, double most, @Nullable Double without) {
    Part member = member(name, without == null);
    if (member == null) {
      return without == null ? least : without;
    }
    String text = member.scalar();
    if (text != null) {
      try {
        double value = new BigDecimal(text).doubleValue();
        if (value >= least && value <= most) {
          return value;
        }
      } catch (NumberFormatException e) {
        // said below, with what is allowed
      }
      member.wrong(
          "%s is not a number from %s to %s"
              .formatted(
                  Text.excerpt(text), PolicyDocument.plain(least), PolicyDocument.plain(most)));
    }
    return without == null ? least : without;
  }

  /** A duration in a range, such as {@code 24h} or {@code 5m}. */
  Duration duration(String name, Duration least, Duration most) {
    Part member = member(name, true);
    String text = member == null ? null : member.scalar();
    if (member != null && text != null) {
      Matcher matcher = DURATION.matcher(text);
      if (!text.isEmpty() && matcher.matches()) {
        Duration value =
            Duration.ofDays(units(matcher, "d"))
                .plusHours(units(matcher, "h"))
                .plusMinutes(units(matcher, "m"))
                .plusSeconds(units(matcher, "s"));
        if (value.compareTo(least) >= 0 && value.compareTo(most) <= 0) {
          return value;
        }
      }
      member.wrong(
          "%s is not a duration from %s to %s, such as 90s, 5m, 12h or 3d"
              .formatted(
                  Text.excerpt(text), PolicyDocument.plain(least), PolicyDocument.plain(most)));
    }
    return least;
  }

  /** An instant. */
  long instant(String name) {
    String text = text(name, 64);
    if (!text.isEmpty()) {
      try {
        return Instant.parse(text).toEpochMilli();
      } catch (DateTimeException | ArithmeticException e) {
        Part member = members.getOrDefault(name, this);
        member.wrong(
            "%s is not an instant such as 2026-01-05T00:00:00Z".formatted(Text.excerpt(text)));
      }
    }
    return 0;
  }

  /** A text of at most so many characters; empty, with a complaint, if there is none. */
  String text(String name, int most) {
    Part member = member(name, true);
    return member == null ? "" : member.text(most);
  }

  /** A text of at most so many characters; what stands for it if it is not there. */
  String text(String name, int most, String without) {
    Part member = member(name, false);
    return member == null ? without : member.text(most);
  }

  private String text(int most) {
    String text = scalar();
    if (text != null && (text.isBlank() || text.length() > most)) {
      wrong("has %d characters; 1 to %d are allowed".formatted(text.length(), most));
      return "";
    }
    return text == null ? "" : text;
  }

  /** One of some names; null, with a complaint, if it is none of them. */
  <T> @Nullable T choice(String name, List<T> choices, Function<T, String> names, boolean needed) {
    Part member = member(name, needed);
    String text = member == null ? null : member.scalar();
    if (member == null || text == null) {
      return null;
    }
    for (T choice : choices) {
      if (names.apply(choice).equals(text)) {
        return choice;
      }
    }
    member.wrong(
        "%s is not one of %s"
            .formatted(
                Text.excerpt(text), String.join(", ", choices.stream().map(names).toList())));
    return null;
  }

  /**
   * What is made of this part; null if something in it is wrong, with a complaint if its parts do
   * not go together.
   */
  <T> @Nullable T made(Supplier<T> making) {
    if (complaints.count() > before) {
      return null;
    }
    try {
      return making.get();
    } catch (IllegalArgumentException e) {
      wrong(String.valueOf(e.getMessage()));
      return null;
    }
  }

  private @Nullable String scalar() {
    if (node instanceof ScalarNode scalar && !scalar.getTag().equals(Tag.NULL)) {
      return scalar.getValue();
    }
    wrong("a value is expected here");
    return null;
  }

  private static long units(Matcher matcher, String unit) {
    String digits = matcher.group(unit);
    return digits == null ? 0 : Long.parseLong(digits);
  }
}
