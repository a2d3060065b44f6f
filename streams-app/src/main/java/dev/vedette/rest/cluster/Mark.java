package dev.vedette.rest.cluster;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * What a request says of itself that comes from another instance: header {@value #HEADER}, {@code
 * sender} and, where there is a cluster key, {@code time signature}.
 *
 * @param sender the instance, {@code host:port}
 */
public record Mark(String sender) {
  /** The header. */
  public static final String HEADER = "Vedette-Forwarded";

  /** What is sent. */
  static String write(
      Mark mark, @Nullable ClusterKey key, String method, String target, String requestId) {
    return key == null
        ? mark.sender
        : mark.sender + " " + key.sign(mark.sender, method, target, requestId);
  }

  /**
   * The mark of a request.
   *
   * @param header as it came
   * @param key by which it must be signed; null if whoever is on this machine is believed
   * @param address whence it came
   * @param target path and query, raw
   * @return null if it is not believed
   */
  public static @Nullable Mark read(
      String header,
      @Nullable ClusterKey key,
      String address,
      String method,
      String target,
      @Nullable String requestId) {
    String[] parts = header.split(" ", -1);
    if (parts.length != (key == null ? 1 : 3)) {
      return null;
    }
    boolean believed =
        key == null
            ? isLoopback(address)
            : key.isSigned(parts[0], method, target, requestId, parts[1], parts[2]);
    return believed ? new Mark(parts[0]) : null;
  }

  private static boolean isLoopback(String address) {
    try {
      return InetAddress.getByName(address).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
