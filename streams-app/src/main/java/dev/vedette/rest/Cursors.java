package dev.vedette.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Where a list goes on, as a text that callers hand back as it is. It is signed together with what
 * was asked, so that it leads nowhere else; it is not secret.
 */
final class Cursors {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int TAG = 16;
  private static final int MAX_CHARS = 8_192;
  private static final String SEPARATOR = "\n";

  private final SecretKeySpec key;

  private Cursors(byte[] secret) {
    key = new SecretKeySpec(secret, ALGORITHM);
  }

  /**
   * Cursors of an instance, and of all others with the same token.
   *
   * @param token null for cursors of this instance alone
   */
  static Cursors of(@Nullable String token) {
    if (token != null) {
      return new Cursors(("cursors of " + token).getBytes(UTF_8));
    }
    byte[] secret = new byte[32];
    new SecureRandom().nextBytes(secret);
    return new Cursors(secret);
  }

  /** Cursors of all instances that have the same secret. */
  static Cursors of(byte[] secret) {
    return new Cursors(secret);
  }

  /**
   * Writes a cursor.
   *
   * @param scope what was asked: the operation and all that chooses and orders the list
   * @param position where it goes on; texts without line breaks
   */
  String write(String scope, List<String> position) {
    byte[] text = String.join(SEPARATOR, position).getBytes(UTF_8);
    byte[] signed = Arrays.copyOf(tag(scope, text), TAG + text.length);
    System.arraycopy(text, 0, signed, TAG, text.length);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(signed);
  }

  /**
   * Reads a cursor.
   *
   * @return null if there is none
   * @throws ProblemException if it was not written here for this scope
   */
  @Nullable List<String> read(String scope, @Nullable String cursor) {
    if (cursor == null) {
      return null;
    }
    byte[] signed = decode(cursor);
    byte[] text = Arrays.copyOfRange(signed, TAG, signed.length);
    if (!MessageDigest.isEqual(tag(scope, text), Arrays.copyOf(signed, TAG))) {
      throw bad();
    }
    return List.of(new String(text, UTF_8).split(SEPARATOR, -1));
  }

  private static byte[] decode(String cursor) {
    try {
      byte[] signed =
          cursor.length() > MAX_CHARS ? new byte[0] : Base64.getUrlDecoder().decode(cursor);
      // What decodes to the same bytes is not the same cursor.
      if (signed.length >= TAG
          && Base64.getUrlEncoder().withoutPadding().encodeToString(signed).equals(cursor)) {
        return signed;
      }
    } catch (IllegalArgumentException e) {
      throw bad();
    }
    throw bad();
  }

  private byte[] tag(String scope, byte[] text) {
    try {
      var mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      mac.update(scope.getBytes(UTF_8));
      mac.update((byte) 0);
      mac.update(text);
      return Arrays.copyOf(mac.doFinal(), TAG);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }

  static ProblemException bad() {
    return new ProblemException(
        Problem.badRequest("The cursor is not one that this question was answered with."));
  }
}
