package dev.vedette.rest.cluster;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A secret that all instances share. A request that is signed with it comes from one of them; whom
 * it is asked for is not its matter, the caller's own token says that.
 */
public final class ClusterKey {
  /** How far apart the instances' clocks may be, way and all. */
  static final Duration MAX_AGE = Duration.ofSeconds(30);

  private static final String ALGORITHM = "HmacSHA256";
  private static final int MIN_BYTES = 32;
  private static final int MAX_BYTES = 4_096;

  private final SecretKeySpec signing;
  private final byte[] cursors;
  private final InstantSource clock;

  private ClusterKey(byte[] secret, InstantSource clock) {
    var root = new SecretKeySpec(secret, ALGORITHM);
    this.signing = new SecretKeySpec(mac(root, "vedette requests between instances"), ALGORITHM);
    this.cursors = mac(root, "vedette cursors");
    this.clock = clock;
  }

  /**
   * The key of a secret.
   *
   * @throws IllegalArgumentException if it is too short
   */
  static ClusterKey of(byte[] secret, InstantSource clock) {
    if (secret.length < MIN_BYTES || secret.length > MAX_BYTES) {
      throw new IllegalArgumentException(
          "a cluster key has %d to %d bytes, not %d"
              .formatted(MIN_BYTES, MAX_BYTES, secret.length));
    }
    return new ClusterKey(secret, clock);
  }

  /**
   * Reads a file: its bytes are the secret, but for blanks around them.
   *
   * @throws IllegalArgumentException if it cannot be read or is too short; the message names the
   *     file and nothing that stands in it
   */
  public static ClusterKey read(Path file) {
    try {
      if (!Files.isRegularFile(file) || Files.size(file) > MAX_BYTES) {
        throw new IllegalArgumentException(
            "cluster key %s: no file of at most %d bytes".formatted(file, MAX_BYTES));
      }
      byte[] secret = Files.readString(file, ISO_8859_1).strip().getBytes(ISO_8859_1);
      return of(secret, InstantSource.system());
    } catch (IOException e) {
      throw new IllegalArgumentException("cluster key %s cannot be read".formatted(file), e);
    }
  }

  /** What signs cursors, the same on all instances. */
  public byte[] cursors() {
    return cursors.clone();
  }

  /** The signature of a request that is sent now. */
  String sign(String sender, String method, String target, String requestId) {
    long now = clock.millis();
    return now + " " + tag(sender, method, target, requestId, now);
  }

  /** Whether a request was signed with this key, lately. */
  boolean isSigned(
      String sender,
      String method,
      String target,
      @Nullable String requestId,
      String time,
      String tag) {
    if (requestId == null || !time.matches("[0-9]{1,15}")) {
      return false;
    }
    long at = Long.parseLong(time);
    return Math.abs(clock.millis() - at) <= MAX_AGE.toMillis()
        && MessageDigest.isEqual(
            tag(sender, method, target, requestId, at).getBytes(UTF_8), tag.getBytes(UTF_8));
  }

  private String tag(String sender, String method, String target, String requestId, long at) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(
            mac(signing, String.join("\n", sender, method, target, requestId, Long.toString(at))));
  }

  private static byte[] mac(SecretKeySpec key, String text) {
    try {
      var mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac.doFinal(text.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }
}
