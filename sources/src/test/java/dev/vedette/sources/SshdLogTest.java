package dev.vedette.sources;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.events.AccessEvent;
import dev.vedette.events.Category;
import dev.vedette.events.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The sshd format on logs that nobody here wrote. */
class SshdLogTest {
  private record Read(List<AccessEvent> events, Map<String, Integer> ignored, List<String> dead) {}

  private static Read read(String file) throws IOException {
    Normalizer normalizer = Formats.named("sshd").normalizer(new Context("acme", 2015));
    var read = new Read(new ArrayList<>(), new TreeMap<>(), new ArrayList<>());
    List<String> lines = RealData.lines(file);
    for (String line : lines) {
      switch (normalizer.normalize(line.getBytes(StandardCharsets.UTF_8)).getFirst()) {
        case Normalized.Event(AccessEvent event) -> read.events().add(event);
        case Normalized.Ignored(String rule) -> read.ignored().merge(rule, 1, Integer::sum);
        case Normalized.Dead(String reason, String detail) -> read.dead().add(reason + ": " + line);
      }
    }
    int accounted =
        read.events().size()
            + read.dead().size()
            + read.ignored().values().stream().mapToInt(Integer::intValue).sum();
    assertEquals(lines.size(), accounted);
    System.out.printf(
        "%s: %d events, ignored %s, dead %s%n",
        file, read.events().size(), read.ignored(), read.dead());
    return read;
  }

  private static @Nullable String address(AccessEvent event) {
    AccessEvent.Endpoint source = event.source();
    return source == null ? null : source.ip();
  }

  private static boolean isSignIn(AccessEvent event, Outcome outcome) {
    return event.category() == Category.AUTHENTICATION && event.outcome() == outcome;
  }

  @Test
  void shouldCountEveryGuessOfTheOpensshLogOnce() throws IOException {
    Read read = read("loghub_openssh/OpenSSH_2k.log");
    assertEquals(List.of(), read.dead());
    var guesses = new TreeMap<String, Integer>();
    int repeated = 0;
    for (AccessEvent event : read.events()) {
      String address = address(event);
      if (isSignIn(event, Outcome.FAILURE) && address != null) {
        guesses.merge(address, 1, Integer::sum);
        repeated += Integer.parseInt(event.labels().getOrDefault("repeated", "0"));
      }
    }
    var most =
        guesses.entrySet().stream()
            .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
            .limit(6)
            .map(e -> e.getKey() + " " + e.getValue())
            .toList();
    assertEquals(
        List.of(
            "183.62.140.253 286",
            "187.141.143.180 80",
            "103.99.0.122 46",
            "112.95.230.3 26",
            "5.188.10.180 20",
            "185.190.58.151 18"),
        most);
    assertEquals(10, repeated, "two folded lines of five guesses each");
    assertEquals(1, read.events().stream().filter(e -> isSignIn(e, Outcome.SUCCESS)).count());
  }

  @Test
  void shouldGiveEveryEventOfTheOpensshLogAnIdOfItsOwn() throws IOException {
    Read read = read("loghub_openssh/OpenSSH_2k.log");
    var ids = new HashSet<String>();
    read.events().forEach(e -> assertTrue(ids.add(e.id()), () -> "twice: " + e));
    assertTrue(ids.size() > 500);
  }

  @Test
  void shouldReadTheLinuxLogOfAnOldPamToo() throws IOException {
    Read read = read("loghub_openssh/Linux_2k.log");
    assertEquals(List.of(), read.dead());
    assertTrue(read.ignored().getOrDefault("other-program", 0) > 1000);
    long guesses =
        read.events().stream()
            .filter(e -> isSignIn(e, Outcome.FAILURE) && e.action().equals("sign_in"))
            .count();
    assertEquals(489, guesses, "lines of sshd(pam_unix) that tell of a failure");
    assertEquals(
        36,
        read.events().stream()
            .filter(e -> e.outcome() == Outcome.SUCCESS && e.labels().get("pid") != null)
            .filter(e -> e.category() == Category.AUTHENTICATION)
            .filter(e ->
                e.client() instanceof AccessEvent.Client(var agent, var app) && "sshd".equals(app))
            .count());
    var ids = new HashSet<String>();
    read.events().forEach(e -> assertTrue(ids.add(e.id()), () -> "twice: " + e));
  }
}
