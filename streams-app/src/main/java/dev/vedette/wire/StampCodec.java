package dev.vedette.wire;

import dev.vedette.events.Stamp;
import dev.vedette.schemas.BoundedDecoder;
import dev.vedette.schemas.ByteEncoder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The stamp of an observation by hand. */
final class StampCodec {
  private StampCodec() {}

  static void write(Stamp stamp, ByteEncoder to) {
    to.writeLong(stamp.version());
    to.writeOptionalString(stamp.department());
    to.writeOptionalString(stamp.manager());
    List<String> groups = stamp.groups();
    to.setItemCount(groups.size());
    for (int i = 0; i < groups.size(); i++) {
      to.writeString(groups.get(i));
    }
    to.writeArrayEnd();
    to.writeInt(stamp.criticalityMicros());
    to.writeOptionalString(stamp.owner());
    Boolean managed = stamp.managed();
    to.writePresence(managed != null);
    if (managed != null) {
      to.writeBoolean(managed);
    }
    to.writeOptionalString(stamp.network());
    to.writeBoolean(stamp.shared());
    to.writeInt(stamp.reputation());
    to.writeBoolean(stamp.tor());
  }

  static Stamp read(BoundedDecoder from) {
    long version = from.readLong();
    String department = from.readOptionalString();
    String manager = from.readOptionalString();
    List<String> groups = groups(from);
    int criticalityMicros = from.readInt();
    String owner = from.readOptionalString();
    @Nullable Boolean managed = from.readPresence() ? (Boolean) from.readBoolean() : null;
    String network = from.readOptionalString();
    boolean shared = from.readBoolean();
    int reputation = from.readInt();
    boolean tor = from.readBoolean();
    return new Stamp(
        version,
        department,
        manager,
        groups,
        criticalityMicros,
        owner,
        managed,
        network,
        shared,
        reputation,
        tor);
  }

  private static List<String> groups(BoundedDecoder from) {
    long count = from.readArrayStart();
    if (count == 0) {
      return List.of();
    }
    var groups = new ArrayList<String>();
    for (; count > 0; count = from.arrayNext()) {
      for (long i = 0; i < count; i++) {
        groups.add(from.readString());
      }
    }
    return groups;
  }
}
