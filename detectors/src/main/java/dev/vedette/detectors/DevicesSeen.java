package dev.vedette.detectors;

import dev.vedette.events.Observation;
import dev.vedette.events.Packer;
import dev.vedette.events.Unpacker;
import java.util.List;
import java.util.stream.Stream;

/**
 * The devices with which something was seen, to be asked whether all of them are one's own. More
 * than {@value #MOST}, or an event that names none, are {@link #ANY}: those of nobody in
 * particular. Union commutes and is associative, and never makes strange devices own ones.
 *
 * @param hashes of their ids, sorted; empty for any
 */
public record DevicesSeen(List<Long> hashes) {
  static final int MOST = 4;
  static final int MAX_BYTES = 1 + MOST * Long.BYTES;

  /** Whatever devices. */
  static final DevicesSeen ANY = new DevicesSeen(List.of());

  /** Copies the list. */
  public DevicesSeen {
    hashes = List.copyOf(hashes);
  }

  /** The device of an observation. */
  static DevicesSeen of(Observation observation) {
    String device = observation.detail().device();
    return device == null ? ANY : new DevicesSeen(List.of(Hash64.of(device)));
  }

  /** Adds their hashes. */
  void addTo(Keys keys) {
    for (int i = 0; i < hashes.size(); i++) {
      keys.add(hashes.get(i));
    }
  }

  /** These and others. */
  DevicesSeen and(DevicesSeen other) {
    if (equals(other) || hashes.isEmpty()) {
      return this;
    }
    if (other.hashes.isEmpty() || hashes.containsAll(other.hashes)) {
      return other.hashes.isEmpty() ? ANY : this;
    }
    List<Long> all =
        Stream.concat(hashes.stream(), other.hashes.stream()).distinct().sorted().toList();
    return all.size() > MOST ? ANY : new DevicesSeen(all);
  }

  void write(Packer to) {
    to.putByte(hashes.size());
    for (long hash : hashes) {
      to.putLong(hash);
    }
  }

  static DevicesSeen read(Unpacker from) {
    int size = from.getByte();
    if (size == 0) {
      return ANY;
    }
    Long[] hashes = new Long[size];
    for (int i = 0; i < size; i++) {
      hashes[i] = from.getLong();
    }
    return new DevicesSeen(List.of(hashes));
  }
}
