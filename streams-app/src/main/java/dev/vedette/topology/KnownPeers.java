package dev.vedette.topology;

import dev.vedette.events.Subject;
import dev.vedette.models.LearnedPeers;
import dev.vedette.models.Models;
import dev.vedette.sources.facts.Directory;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Among whom a principal is, by what this instance knows: the directory's department, or where it
 * says none a learned group. Ingest stamps events by the same, each as of its own time. No store
 * has it: what is counted among peers is kept by the group and day, and not by who is in it.
 */
public final class KnownPeers {
  private final Directory directory;
  private final LearnedPeers learned;

  /** Asks these, each time anew. */
  public KnownPeers(Directory directory, Models models) {
    this.directory = directory;
    this.learned = new LearnedPeers(models);
  }

  /** Who says among whom a principal is. */
  public enum Source {
    /** It is the department there. */
    DIRECTORY,
    /** A model of who behaves like whom. */
    LEARNED;

    /** As answers write it. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A group of peers.
   *
   * @param name as it is stamped on events: a department, or {@code learned:VERSION:GROUP}
   * @param source who says so
   * @param size how many are in it, as far as its source lists them
   */
  public record Group(String name, Source source, int size) {}

  /**
   * The group of a principal, or of the owner of a session, as of an instant; null if none is
   * known. It looks through all of the directory, or of the model, to count.
   */
  public @Nullable Group of(Subject subject, long atMillis) {
    Subject principal = subject.decider();
    if (!principal.type().isPrincipal()) {
      return null;
    }
    String department = directory.departmentOf(principal.tenant(), principal.id(), atMillis);
    if (department != null) {
      int size = directory.countIn(principal.tenant(), department, atMillis);
      return new Group(department, Source.DIRECTORY, size);
    }
    String group = learned.groupOf(principal, atMillis);
    return group == null
        ? null
        : new Group(group, Source.LEARNED, learned.sizeOfGroup(principal, atMillis));
  }
}
