package dev.vedette.models;

import dev.vedette.detectors.model.PeerGroups;
import dev.vedette.events.Subject;
import org.jspecify.annotations.Nullable;

/**
 * Who behaves like whom by the models that are known, where no directory says it: the peer groups
 * {@value #GROUPS}. A group is named with its model's version, as the next version's groups are
 * others, and what was counted among the old ones says nothing of them.
 */
public final class LearnedPeers {
  /** The id of the peer groups that count. */
  public static final String GROUPS = "behaviour";

  private final Models models;

  /** Asks these models, each time anew. */
  public LearnedPeers(Models models) {
    this.models = models;
  }

  /**
   * The group of a principal as of an instant of event time, such as {@code learned:4:g03}; null if
   * there is none.
   */
  public @Nullable String groupOf(Subject principal, long atMillis) {
    PeerGroups groups = groups(principal, atMillis);
    String group = groups == null ? null : groups.groupOf(principal);
    return groups == null || group == null
        ? null
        : "learned:" + groups.head().version() + ':' + group;
  }

  /** How many are in the group of a principal, itself among them; 0 if there is none. */
  public int sizeOfGroup(Subject principal, long atMillis) {
    PeerGroups groups = groups(principal, atMillis);
    return groups == null ? 0 : groups.sizeOfGroup(principal);
  }

  private @Nullable PeerGroups groups(Subject principal, long atMillis) {
    ModelSet known = models.now();
    return known.isEmpty()
        ? null
        : known.find(PeerGroups.class, principal.tenant(), GROUPS, atMillis);
  }
}
