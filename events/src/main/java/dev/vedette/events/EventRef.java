package dev.vedette.events;

/**
 * An event by its time and id. The order, by time and then by id, is the one in which bounded lists
 * keep the smallest.
 *
 * @param timeMillis event time
 * @param id the event's id
 */
public record EventRef(long timeMillis, String id) implements Comparable<EventRef> {
  @Override
  public int compareTo(EventRef other) {
    int byTime = Long.compare(timeMillis, other.timeMillis);
    return byTime != 0 ? byTime : id.compareTo(other.id);
  }
}
