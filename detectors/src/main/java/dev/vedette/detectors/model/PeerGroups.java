package dev.vedette.detectors.model;

import dev.vedette.events.Subject;
import dev.vedette.events.SubjectKey;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who behaves like whom: for each principal the group of its like. Names of principals are not in
 * it, but the first 64 bits of the SHA-256 of their keys ({@link SubjectKey#digest64}); who knows a
 * name can look it up, so it is to be protected like a list of names. Memory: 12 bytes a principal.
 *
 * @param head which model this is
 * @param names the groups' names, such as {@code g03}
 * @param subjects the principals' digests, rising
 * @param groups for each principal the index of its group's name
 */
public record PeerGroups(ModelHead head, List<String> names, long[] subjects, int[] groups)
    implements Model {
  /** The greatest number of groups. */
  public static final int MAX_GROUPS = 10_000;

  /** Checks that every principal is there once and has a group that there is. */
  public PeerGroups {
    names = List.copyOf(names);
    if (names.isEmpty() || names.size() > MAX_GROUPS) {
      throw new IllegalArgumentException(
          "groups are 1 to %d, not %d".formatted(MAX_GROUPS, names.size()));
    }
    if (names.stream().distinct().count() != names.size()) {
      throw new IllegalArgumentException("groups have a name that occurs twice");
    }
    if (subjects.length != groups.length) {
      throw new IllegalArgumentException(
          "%d subjects have %d groups".formatted(subjects.length, groups.length));
    }
    for (int i = 0; i < subjects.length; i++) {
      if (i > 0 && subjects[i] <= subjects[i - 1]) {
        throw new IllegalArgumentException("a subject is in two groups, or subjects do not rise");
      }
      if (groups[i] < 0 || groups[i] >= names.size()) {
        throw new IllegalArgumentException(
            "group %d of %d groups".formatted(groups[i], names.size()));
      }
    }
  }

  @Override
  public ModelKind kind() {
    return ModelKind.PEER_GROUPS;
  }

  /** The group of a principal; null if it was not among those who were learned from. */
  public @Nullable String groupOf(Subject principal) {
    int at = at(principal);
    return at < 0 ? null : names.get(groups[at]);
  }

  /** How many are in the group of a principal, itself among them; 0 if it has none. */
  public int sizeOfGroup(Subject principal) {
    int at = at(principal);
    return at < 0 ? 0 : (int) Arrays.stream(groups).filter(group -> group == groups[at]).count();
  }

  private int at(Subject principal) {
    return Arrays.binarySearch(subjects, SubjectKey.digest64(principal));
  }
}
