package dev.vedette.events;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was known, beside the log, of the subject of an observation and of where it came from, as of
 * the event's time. Stamped once, at ingest: a replay next year sees what was known then.
 *
 * @param version of the data that were looked up, a hash of all of them; 0 if there were none
 * @param department the principal's peer group: the department, else one that was learned
 * @param manager whom the principal reports to
 * @param groups what the principal is a member of, sorted, at most {@value #MAX_GROUPS}
 * @param criticalityMicros ln of how many times likelier a target the subject is, in micro-nats
 * @param owner the principal whose device it is, canonical
 * @param managed whether the organisation manages the device; null if it is not known
 * @param network the label of the narrowest known range in which the source address is
 * @param shared whether the source address is the exit of many: never a place of reference
 * @param reputation on how many lists of bad addresses the source address is
 * @param tor whether the source address is an exit of Tor
 */
public record Stamp(
    long version,
    @Nullable String department,
    @Nullable String manager,
    List<String> groups,
    int criticalityMicros,
    @Nullable String owner,
    @Nullable Boolean managed,
    @Nullable String network,
    boolean shared,
    int reputation,
    boolean tor) {

  /** The greatest number of groups. */
  public static final int MAX_GROUPS = 64;

  /** Nothing is known. */
  public static final Stamp NONE =
      new Stamp(0, null, null, List.of(), 0, null, null, null, false, 0, false);

  /** Copies the list. */
  public Stamp {
    groups = List.copyOf(groups);
    if (groups.size() > MAX_GROUPS) {
      throw new IllegalArgumentException(
          "%d groups, at most %d are accepted".formatted(groups.size(), MAX_GROUPS));
    }
    if (reputation < 0) {
      throw new IllegalArgumentException("reputation is at least 0, not " + reputation);
    }
  }

  /**
   * The logarithm of a criticality, in micro-nats.
   *
   * @param times how many times likelier a target, 0.01 to 100
   */
  public static int criticalityMicros(double times) {
    if (!(times >= 0.01 && times <= 100)) {
      throw new IllegalArgumentException("criticality is from 0.01 to 100, not " + times);
    }
    return (int) Math.round(StrictMath.log(times) * 1e6);
  }

  /** The same with what is known of a principal. */
  public Stamp ofPrincipal(
      @Nullable String itsDepartment,
      @Nullable String itsManager,
      List<String> itsGroups,
      int itsCriticalityMicros) {
    return new Stamp(
        version,
        itsDepartment,
        itsManager,
        itsGroups,
        itsCriticalityMicros,
        owner,
        managed,
        network,
        shared,
        reputation,
        tor);
  }

  /** The same with a peer group. */
  public Stamp ofPeers(String group) {
    return ofPrincipal(group, manager, groups, criticalityMicros);
  }

  /** The same with what is known of a device. */
  public Stamp ofDevice(
      @Nullable String itsOwner, @Nullable Boolean isManaged, int itsCriticalityMicros) {
    return new Stamp(
        version,
        department,
        manager,
        groups,
        itsCriticalityMicros,
        itsOwner,
        isManaged,
        network,
        shared,
        reputation,
        tor);
  }

  /** What was known of each kind of subject of one event. */
  @FunctionalInterface
  public interface Stamps {
    /** The stamp of the event's subject of that type. */
    Stamp of(SubjectType type);

    /** Nothing was known. */
    Stamps NONE = type -> Stamp.NONE;
  }
}
