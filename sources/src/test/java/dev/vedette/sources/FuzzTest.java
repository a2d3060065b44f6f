package dev.vedette.sources;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.events.AccessEvent;
import dev.vedette.events.EventHash;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a line is, it has an outcome and no exception. */
class FuzzTest {
  private static final int LINES = 20_000;

  private static final List<String> SEEDS =
      List.of(
          "Dec 10 06:55:48 gate sshd[24200]: Failed password for invalid user webmaster from"
              + " 192.0.2.7 port 38926 ssh2",
          "Dec 31 09:32:20 gate sshd[24680]: Accepted publickey for alice from 2001:db8::1 port"
              + " 49116 ssh2: ED25519 SHA256:abc",
          "Jan  1 10:00:00 gate sudo:    alice : 3 incorrect password attempts ; TTY=pts/0 ;"
              + " PWD=/home/alice ; USER=root ; COMMAND=/bin/ls",
          "2026-05-04T12:00:00.5+02:00 gate su: pam_unix(su:auth): authentication failure;"
              + " logname=alice uid=1000 euid=0 tty=pts/1 ruser=alice rhost=  user=root",
          "{\"id\":\"e1\",\"time\":\"2026-05-04T07:30:00Z\",\"tenant\":\"acme\",\"category\":"
              + "\"authentication\",\"action\":\"sign_in\",\"outcome\":\"failure\",\"principal\":"
              + "{\"type\":\"user\",\"id\":\"al\\ud83d\\ude00ce\"},\"source\":{\"ip\":"
              + "\"203.0.113.9\",\"port\":4711,\"lat\":52.5},\"auth\":{\"mfa\":true},"
              + "\"labels\":{\"pid\":\"12\"},\"bytes_in\":5}",
          "{\"time\":1777879800000,\"category\":\"data\",\"action\":\"down\\u0000load\","
              + "\"resource\":{\"id\":\"r\"},\"unknown\":[{\"a\":[1,2.5e3,null,false]}]}");

  @ParameterizedTest
  @ValueSource(strings = {"sshd", "vedette"})
  void shouldHaveAnOutcomeForEveryMutatedLine(String name) {
    var random = new Random(20_261_122);
    Normalizer normalizer = Formats.named(name).normalizer(new Context("acme", 2026));
    Map<String, Integer> outcomes = new TreeMap<>();
    for (int i = 0; i < LINES; i++) {
      byte[] line = mutated(random);
      List<Normalized> all = normalizer.normalize(line);
      assertFalse(all.isEmpty(), "a line has an outcome");
      for (Normalized normalized : all) {
        NormalizedJson.line(normalized, "fuzz:" + i, line);
        String outcome =
            switch (normalized) {
              case Normalized.Event(AccessEvent event) -> {
                assertEquals(32, EventHash.idOf(event).length());
                yield "event";
              }
              case Normalized.Ignored ignored -> "ignored";
              case Normalized.Dead(String reason, String detail) -> reason;
            };
        outcomes.merge(outcome, 1, Integer::sum);
      }
    }
    assertTrue(outcomes.getOrDefault("event", 0) > 300, outcomes::toString);
    assertTrue(outcomes.size() >= 5, outcomes::toString);
  }

  private enum Change {
    FLIP,
    CUT,
    DROP,
    REPEAT,
    INSERT
  }

  private static byte[] mutated(Random random) {
    byte[] line = SEEDS.get(random.nextInt(SEEDS.size())).getBytes(StandardCharsets.UTF_8);
    for (int n = random.nextInt(4); n > 0 && line.length > 0; n--) {
      Change change = Change.values()[random.nextInt(Change.values().length)];
      int at = random.nextInt(line.length);
      int to = Math.min(line.length, at + 1 + random.nextInt(12));
      line =
          switch (change) {
            case FLIP -> {
              byte[] flipped = line.clone();
              flipped[at] = (byte) random.nextInt(256);
              yield flipped;
            }
            case CUT -> Arrays.copyOf(line, at);
            case DROP -> spliced(line, at, to, new byte[0]);
            case REPEAT -> spliced(line, at, at, Arrays.copyOfRange(line, at, to));
            case INSERT ->
                spliced(
                    line,
                    at,
                    at,
                    List.of("\\ud800", "\"", "{", " from ", "\0", "99999999999999999999", "]]")
                        .get(random.nextInt(7))
                        .getBytes(StandardCharsets.UTF_8));
          };
    }
    return line;
  }

  private static byte[] spliced(byte[] line, int from, int to, byte[] between) {
    byte[] result = new byte[line.length - (to - from) + between.length];
    System.arraycopy(line, 0, result, 0, from);
    System.arraycopy(between, 0, result, from, between.length);
    System.arraycopy(line, to, result, from + between.length, line.length - to);
    return result;
  }
}
