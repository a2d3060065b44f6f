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
    ModelSet known = models.now();
    if (known.isEmpty()) {
      return null;
    }
    var groups = known.find(PeerGroups.class, principal.tenant(), GROUPS, atMillis);
    if (groups == null) {
      return null;
    }
    String group = groups.groupOf(principal);
    return group == null ? null : "learned:" + groups.head().version() + ':' + group;
  }
}
