package dev.vedette.rest.cluster;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MarkTest {
  private static final Instant NOW = Instant.parse("2026-11-22T09:00:00Z");
  private static final String TARGET = "/v1/tenants/acme/subjects/user/alice/risk?owner=";
  private static final String SECRET = "0123456789abcdef0123456789abcdef";
  private static final String FAR = "198.51.100.7";

  private static ClusterKey key(String secret, Instant now) {
    return ClusterKey.of(secret.getBytes(US_ASCII), InstantSource.fixed(now));
  }

  private static String signed() {
    return Mark.write(new Mark("10.0.0.1:8080"), key(SECRET, NOW), "GET", TARGET, "r-1");
  }

  private static @Nullable Mark read(String header, ClusterKey key) {
    return Mark.read(header, key, FAR, "GET", TARGET, "r-1");
  }

  @Test
  void shouldBelieveWhoSignsWithTheSameKey() {
    assertEquals(new Mark("10.0.0.1:8080"), read(signed(), key(SECRET, NOW)));
    Instant late = NOW.plus(ClusterKey.MAX_AGE);
    assertEquals(new Mark("10.0.0.1:8080"), read(signed(), key(SECRET, late)));
  }

  @Test
  void shouldRefuseWhatIsOldOrAheadOrOfAnotherKey() {
    assertNull(read(signed(), key(SECRET, NOW.plus(ClusterKey.MAX_AGE).plusMillis(1))));
    assertNull(read(signed(), key(SECRET, NOW.minus(ClusterKey.MAX_AGE).minusMillis(1))));
    assertNull(read(signed(), key(SECRET.replace('0', '1'), NOW)));
  }

  @Test
  void shouldRefuseWhatWasChanged() {
    String header = signed();
    ClusterKey key = key(SECRET, NOW);
    for (int i = 0; i < header.length(); i++) {
      char other = header.charAt(i) == 'x' ? 'y' : 'x';
      assertNull(read(header.substring(0, i) + other + header.substring(i + 1), key), header);
    }
    for (String wrong : List.of("", "10.0.0.1:8080", header + " ", header + " x", "  ")) {
      assertNull(read(wrong, key), wrong);
    }
    assertNull(Mark.read(header, key, FAR, "POST", TARGET, "r-1"));
    assertNull(Mark.read(header, key, FAR, "GET", TARGET.replace("alice", "bob"), "r-1"));
    assertNull(Mark.read(header, key, FAR, "GET", TARGET, "r-2"));
    assertNull(Mark.read(header, key, FAR, "GET", TARGET, null));
  }

  @Test
  void shouldBelieveThisMachineOnlyWithoutAKey() {
    String header = Mark.write(new Mark("127.0.0.1:1"), null, "GET", TARGET, "r-1");
    assertEquals(
        new Mark("127.0.0.1:1"), Mark.read(header, null, "127.0.0.1", "GET", TARGET, "r-1"));
    assertEquals(new Mark("127.0.0.1:1"), Mark.read(header, null, "::1", "GET", TARGET, "r-1"));
    assertNull(Mark.read(header, null, FAR, "GET", TARGET, "r-1"));
    assertNull(Mark.read(header, key(SECRET, NOW), "127.0.0.1", "GET", TARGET, "r-1"));
  }

  @Test
  void shouldReadKeysThatAreLongEnough(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("key"), SECRET + "\n");
    Path same = Files.writeString(directory.resolve("same"), SECRET);
    Path other = Files.writeString(directory.resolve("other"), SECRET.replace('0', '1'));
    Path little = Files.writeString(directory.resolve("little"), SECRET.substring(1) + "\n");
    byte[] cursors = ClusterKey.read(file).cursors();
    assertEquals(32, cursors.length);
    assertEquals(Arrays.toString(cursors), Arrays.toString(ClusterKey.read(same).cursors()));
    assertFalse(Arrays.equals(cursors, ClusterKey.read(other).cursors()));
    assertThrows(IllegalArgumentException.class, () -> ClusterKey.read(little));
    assertThrows(IllegalArgumentException.class, () -> ClusterKey.read(directory));
  }
}
