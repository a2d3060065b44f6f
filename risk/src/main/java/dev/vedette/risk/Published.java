package dev.vedette.risk;

import dev.vedette.events.Packer;
import dev.vedette.events.Unpacker;

/**
 * What the world was last told of a subject.
 *
 * @param track its level and since when
 * @param logOddsMicros its log-odds, in micro-nats
 * @param atMillis when it was told, or when the subject was first seen
 * @param number the number of the update that told it; 0 if there was none, or it is not known
 */
@SuppressWarnings("EnumOrdinal")
public record Published(LevelTrack track, long logOddsMicros, long atMillis, long number) {
  /** What no update told. */
  public Published(LevelTrack track, long logOddsMicros, long atMillis) {
    this(track, logOddsMicros, atMillis, 0);
  }

  /** The level. */
  public Level level() {
    return track.level();
  }

  /** The score, 0 to 100. */
  public double score() {
    return Assessment.score(logOddsMicros);
  }

  /**
   * Instants are written as their distance from a base: at most 41 bytes, usually 13. The order of
   * levels is part of stored state, as it is part of their meaning.
   */
  void pack(Packer packer, long baseMillis) {
    packer.putByte(track.level().ordinal());
    packer.putSigned(baseMillis - track.sinceMillis());
    packer.putSigned(logOddsMicros);
    packer.putSigned(baseMillis - atMillis);
    packer.putVar(number);
  }

  static Published unpack(Unpacker unpacker, long baseMillis) {
    Published told = unpackVersion1(unpacker, baseMillis);
    return new Published(told.track(), told.logOddsMicros(), told.atMillis(), unpacker.getVar());
  }

  /** As records of version 1 held it: without the update's number. */
  static Published unpackVersion1(Unpacker unpacker, long baseMillis) {
    int level = unpacker.getByte();
    if (level >= Level.values().length) {
      throw new IllegalArgumentException("there is no level " + level);
    }
    var track = new LevelTrack(Level.values()[level], baseMillis - unpacker.getSigned());
    return new Published(track, unpacker.getSigned(), baseMillis - unpacker.getSigned());
  }
}
