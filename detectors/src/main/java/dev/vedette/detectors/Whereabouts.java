package dev.vedette.detectors;

import dev.vedette.events.Packer;
import dev.vedette.events.Unpacker;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Where a user was last: the latest positions, one for each place, of the day before the latest.
 *
 * @param points latest first, at most {@value #MAX_POINTS}
 */
public record Whereabouts(List<Point> points) {
  static final int MAX_POINTS = 4;
  static final Whereabouts NONE = new Whereabouts(List.of());

  /** The longest journey by plane takes less. */
  private static final long DAY_SLOTS = 24 * 6;

  private static final Comparator<Point> LATEST_FIRST =
      Comparator.comparingLong(Point::slot)
          .reversed()
          .thenComparingInt(Point::halfLat)
          .thenComparingInt(Point::halfLon);

  /** Copies the list. */
  public Whereabouts {
    points = List.copyOf(points);
  }

  /**
   * A position at a time.
   *
   * @param slot ten minutes, counted from the epoch
   * @param halfLat half degrees north
   * @param halfLon half degrees east
   * @param country up to four characters, packed; 0 if unknown
   * @param devices what it was seen with
   */
  public record Point(long slot, int halfLat, int halfLon, long country, DevicesSeen devices) {
    /** At the same place, to half a degree. */
    boolean isBeside(Point other) {
      return halfLat == other.halfLat && halfLon == other.halfLon;
    }

    boolean isBesideAny(List<Point> others) {
      for (int i = 0; i < others.size(); i++) {
        if (isBeside(others.get(i))) {
          return true;
        }
      }
      return false;
    }

    double kilometresTo(Point other) {
      return GreatCircle.kilometres(
          halfLat / 2.0, halfLon / 2.0, other.halfLat / 2.0, other.halfLon / 2.0);
    }

    /** The square of two degrees in which it lies. */
    long region() {
      return ((long) Math.floorDiv(halfLat + 2, 4) << 32)
          | (Math.floorDiv(halfLon + 2, 4) & 0xFFFF_FFFFL);
    }

    /** Such as {@code DE (52.5, 13.5)}. */
    String name() {
      String where = String.format(Locale.ROOT, "(%.1f, %.1f)", halfLat / 2.0, halfLon / 2.0);
      return country == 0 ? where : NewPlace.unpack(country) + " " + where;
    }
  }

  boolean isEmpty() {
    return points.isEmpty();
  }

  /** After more positions. */
  Whereabouts plus(List<Point> more) {
    if (more.isEmpty()) {
      return this;
    }
    var all = new ArrayList<Point>(points);
    all.addAll(more);
    all.sort(LATEST_FIRST);
    var kept = new ArrayList<Point>(MAX_POINTS);
    for (Point point : all) {
      if (kept.size() < MAX_POINTS
          && all.getFirst().slot - point.slot <= DAY_SLOTS
          && !point.isBesideAny(kept)) {
        kept.add(point);
      }
    }
    return new Whereabouts(kept);
  }

  void write(Packer to) {
    to.putByte(points.size());
    for (Point point : points) {
      to.putSigned(point.slot).putSigned(point.halfLat).putSigned(point.halfLon);
      to.putVar(point.country);
      point.devices.write(to);
    }
  }

  /** Reads positions as they were written with devices, or before there were any. */
  static Whereabouts read(Unpacker from, boolean withDevices) {
    int size = from.getByte();
    var points = new ArrayList<Point>();
    for (int i = 0; i < size; i++) {
      points.add(
          new Point(
              from.getSigned(),
              (int) from.getSigned(),
              (int) from.getSigned(),
              from.getVar(),
              withDevices ? DevicesSeen.read(from) : DevicesSeen.ANY));
    }
    return new Whereabouts(points);
  }
}
