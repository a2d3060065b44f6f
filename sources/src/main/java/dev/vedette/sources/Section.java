package dev.vedette.sources;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
 * A part of a mapping file that knows where it stands, so that every complaint can say so.
 *
 * <p>Scalars are text exactly as written ({@code no} is two letters, {@code 0644} four digits).
 * Anchors are refused: nothing can refer to itself.
 */
final class Section {
  private static final int MAX_FILE_CHARS = 1 << 20;

  private final String file;
  private final String field;
  private final Node node;

  private Section(String file, String field, Node node) {
    this.file = file;
    this.field = field;
    this.node = node;
    if (node.getAnchor() != null) {
      throw wrong("anchors are not part of the language");
    }
  }

  /**
   * Reads a mapping file.
   *
   * @throws MappingException if it is not YAML
   */
  static Section read(String file, String yaml) {
    if (yaml.length() > MAX_FILE_CHARS) {
      throw new MappingException(
          "%s: %d characters, at most %d are accepted"
              .formatted(file, yaml.length(), MAX_FILE_CHARS));
    }
    try {
      Node root = new Yaml(new LoaderOptions()).compose(new StringReader(yaml));
      if (root == null) {
        throw new MappingException(file + ":1: the file is empty");
      }
      return new Section(file, "", root);
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
      throw new MappingException("%s:%d: not YAML: %s".formatted(file, line, e.getProblem()));
    } catch (YAMLException e) {
      throw new MappingException("%s:1: not YAML: %s".formatted(file, e.getMessage()));
    }
  }

  /** A complaint about this part. */
  MappingException wrong(String complaint) {
    return new MappingException(
        "%s:%d: %s%s"
            .formatted(
                file,
                node.getStartMark().getLine() + 1,
                field.isEmpty() ? "" : field + ": ",
                complaint));
  }

  /** The field's name in the file, such as {@code rules[2].when}. */
  String field() {
    return field;
  }

  boolean isText() {
    return node instanceof ScalarNode && !isNull();
  }

  boolean isNull() {
    return node instanceof ScalarNode && node.getTag().equals(Tag.NULL);
  }

  boolean isList() {
    return node instanceof SequenceNode;
  }

  /** The text of a scalar. */
  String text() {
    if (!(node instanceof ScalarNode scalar) || isNull()) {
      throw wrong("text is expected here");
    }
    return scalar.getValue();
  }

  /** The whole number of a scalar. */
  int whole(int least, int greatest) {
    try {
      int value = Integer.parseInt(text());
      if (value >= least && value <= greatest) {
        return value;
      }
    } catch (NumberFormatException e) {
      // said below, with what is accepted
    }
    throw wrong(
        "a whole number from %d to %d is expected, not \"%s\"".formatted(least, greatest, text()));
  }

  /** {@code true} or {@code false}. */
  boolean flag() {
    return switch (text()) {
      case "true" -> true;
      case "false" -> false;
      default -> throw wrong("true or false is expected, not \"%s\"".formatted(text()));
    };
  }

  /** The items of a list, or the thing itself as a list of one. */
  List<Section> items() {
    if (!(node instanceof SequenceNode sequence)) {
      return List.of(this);
    }
    var items = new ArrayList<Section>();
    for (Node item : sequence.getValue()) {
      items.add(new Section(file, "%s[%d]".formatted(field, items.size()), item));
    }
    if (items.isEmpty()) {
      throw wrong("the list is empty");
    }
    return items;
  }

  /** All members, in the file's order. */
  Map<String, Section> members() {
    if (!(node instanceof MappingNode mapping)) {
      throw wrong("members (name: value) are expected here");
    }
    var members = new LinkedHashMap<String, Section>();
    for (var tuple : mapping.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        throw wrong("a member's name is text");
      }
      String name = key.getValue();
      var member =
          new Section(file, field.isEmpty() ? name : field + "." + name, tuple.getValueNode());
      if (members.put(name, member) != null) {
        throw member.wrong("is given twice");
      }
    }
    return members;
  }

  /** All members, none of which has another name than these. */
  Map<String, Section> members(Set<String> known) {
    Map<String, Section> members = members();
    for (var member : members.entrySet()) {
      if (!known.contains(member.getKey())) {
        throw member
            .getValue()
            .wrong(
                "unknown key; known here: " + String.join(", ", known.stream().sorted().toList()));
      }
    }
    return members;
  }

  /** The member of that name, which must be there. */
  Section needed(Map<String, Section> members, String name) {
    @Nullable Section member = members.get(name);
    if (member == null) {
      throw wrong("%s is missing".formatted(name));
    }
    return member;
  }
}
