package dev.vedette.flows.behaviour;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Bytes;

/**
 * Keys of behaviour's stores: the subject's key, a zero byte (which no subject's key contains), and
 * numbers in big-endian order, so that a subject's entries lie together and in order.
 */
final class Keys {
  private Keys() {}

  static byte[] subject(String key) {
    return key.getBytes(StandardCharsets.UTF_8);
  }

  static Bytes window(byte[] subject, int minutes, long index) {
    return Bytes.wrap(
        room(subject, 6).putShort((short) minutes).putInt(Math.toIntExact(index)).array());
  }

  static Bytes seen(byte[] subject, int hour, int chunk) {
    return Bytes.wrap(room(subject, 8).putInt(hour).putInt(chunk).array());
  }

  /** The least key of a subject's entries. */
  static Bytes first(byte[] subject) {
    return Bytes.wrap(room(subject, 0).array());
  }

  /** A key beyond all of a subject's entries. */
  static Bytes last(byte[] subject) {
    return Bytes.wrap(ByteBuffer.allocate(subject.length + 1).put(subject).put((byte) 1).array());
  }

  static Bytes due(long hour, byte[] subject) {
    return Bytes.wrap(
        ByteBuffer.allocate(subject.length + 4).putInt(Math.toIntExact(hour)).put(subject).array());
  }

  static int minutes(Bytes window) {
    byte[] bytes = window.get();
    return ByteBuffer.wrap(bytes, bytes.length - 6, 2).getShort();
  }

  static long index(Bytes window) {
    byte[] bytes = window.get();
    return ByteBuffer.wrap(bytes, bytes.length - 4, 4).getInt();
  }

  private static ByteBuffer room(byte[] subject, int more) {
    return ByteBuffer.allocate(subject.length + 1 + more).put(subject).put((byte) 0);
  }
}
