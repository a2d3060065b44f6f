package dev.vedette.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.detectors.model.Calibration;
import dev.vedette.detectors.model.FusionWeights;
import dev.vedette.detectors.model.ModelHead;
import dev.vedette.detectors.model.PeerGroups;
import dev.vedette.events.Family;
import dev.vedette.events.Subject;
import dev.vedette.models.ModelJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputsTest {
  private static final ModelHead HEAD =
      new ModelHead("a/b", "some-id", 3, 5, 7, "sha256:" + "0".repeat(64));

  @TempDir private Path directory;

  @SuppressWarnings("NullAway.Init")
  InputsTest() {}

  private static Csv csv(String text) {
    return new Csv("x.csv", new BufferedReader(new StringReader(text)));
  }

  @Test
  void shouldReadCsvWithQuotes() throws IOException {
    Csv csv = csv("a,\"b,\"\"c\"\"\nd\",\r\n,\"\",z");
    assertEquals(List.of("a", "b,\"c\"\nd", ""), csv.next());
    assertEquals(List.of("", "", "z"), csv.next());
    assertNull(csv.next());
    assertThrows(IOException.class, () -> csv("\"a").next());
  }

  @Test
  void shouldWriteWhatIsReadAgain() {
    var calibration =
        new Calibration(
            HEAD,
            Map.of(
                "burst",
                new Calibration.Curve(
                    999_999, new int[] {250_000, 30_000_000}, new int[] {1, 10_000_000})));
    var read = (Calibration) ModelJson.read("c", ModelWriter.json(calibration));
    assertEquals(HEAD, read.head());
    for (int claimed : new int[] {100_000, 250_000, 1_234_567, 29_999_999, 30_000_000}) {
      assertEquals(calibration.apply("burst", claimed), read.apply("burst", claimed));
    }

    var peers =
        new PeerGroups(HEAD, List.of("g01", "g02"), new long[] {-5, 0, 9}, new int[] {1, 0, 1});
    var readPeers = (PeerGroups) ModelJson.read("p", ModelWriter.json(peers));
    assertEquals(HEAD, readPeers.head());
    assertArrayEquals(peers.subjects(), readPeers.subjects());
    assertArrayEquals(peers.groups(), readPeers.groups());

    var weights =
        new FusionWeights(HEAD, 12, Map.of(Family.VOLUME, 0.1 + 0.2), Map.of("burst", 2.0));
    assertEquals(weights, ModelJson.read("w", ModelWriter.json(weights)));
  }

  @Test
  void shouldHoldFactorsAtOneUntilVerdictsSayOtherwise() {
    var examples = new ArrayList<Verdicts.Example>();
    int volume = Family.VOLUME.ordinal();
    int privilege = Family.PRIVILEGE.ordinal();
    for (int i = 0; i < 400; i++) {
      var nats = new double[Family.values().length];
      boolean malicious = i % 4 == 0;
      nats[privilege] = malicious ? 3 : 0;
      nats[volume] = i % 3;
      examples.add(new Verdicts.Example(nats, malicious));
    }
    Map<Family, Double> learned = new FusionFit(10).fit(HEAD, examples).families();
    assertEquals(List.of(Family.VOLUME, Family.PRIVILEGE), List.copyOf(learned.keySet()));
    assertTrue(learned.getOrDefault(Family.VOLUME, 1.0) < 0.5, learned::toString);
    assertTrue(learned.getOrDefault(Family.PRIVILEGE, 1.0) > 1, learned::toString);
    Map<Family, Double> held = new FusionFit(1e6).fit(HEAD, examples).families();
    held.values().forEach(weight -> assertEquals(1, weight, 0.01));
    assertThrows(
        IllegalArgumentException.class, () -> new FusionFit(10).fit(HEAD, examples.subList(1, 3)));
  }

  @Test
  void shouldProfileWhatNormalizeWritesToo() throws IOException {
    String event =
        """
        {"id":"%d","time":"2026-03-02T0%d:00:00Z","tenant":"t","category":"api","action":"%s",\
        "outcome":"success","principal":{"id":"%s"}}\
        """;
    Path plain =
        Files.writeString(
            directory.resolve("plain.jsonl"),
            event.formatted(1, 1, "read", "al") + "\n\n" + event.formatted(2, 1, "read", "bo"));
    Path wrapped =
        Files.writeString(
            directory.resolve("wrapped.jsonl"),
            "{\"ignored\":{\"rule\":\"r\"}}\n{\"event\":"
                + event.formatted(3, 5, "write", "al")
                + "}\n{\"deadLetter\":{}}\n");
    var profiles = new Profiles();
    profiles.add(plain);
    profiles.add(wrapped);
    Profiles.Points both = profiles.points(1);
    assertEquals(List.of("al", "bo"), both.whose().stream().map(Subject::id).toList());
    double[] al = both.points()[0];
    double[] bo = both.points()[1];
    double squares = 0;
    double distance = 0;
    for (int i = 0; i < al.length; i++) {
      squares += al[i] * al[i];
      distance += (al[i] - bo[i]) * (al[i] - bo[i]);
    }
    assertEquals(2, squares, 1e-12, "two blocks of one each, and no resources");
    // Half of each block is shared: 2 · ((1 − √½)² + ½).
    assertEquals(2 * (Math.pow(1 - Math.sqrt(0.5), 2) + 0.5), distance, 1e-12);
    assertEquals(1, profiles.points(2).whose().size());
    Files.writeString(plain, "{\"id\":1}");
    assertThrows(IOException.class, () -> profiles.add(plain));
  }

  @Test
  void shouldSayWhereAndWhatIsWrong() throws IOException {
    Files.writeString(directory.resolve("signals.jsonl"), "{\"tenant\":\"t\"}\n");
    Files.writeString(directory.resolve("scores.csv"), "a,b\n");
    var run = new Run(directory);
    String signals =
        String.valueOf(
            assertThrows(IOException.class, () -> run.readSignals(line -> {})).getMessage());
    assertTrue(signals.contains("signals.jsonl, line 1 is no signal: /subject/type"), signals);
    String scores =
        String.valueOf(
            assertThrows(IOException.class, () -> run.readScores(line -> {})).getMessage());
    assertTrue(scores.contains("scores.csv, record 1: the header is event_id,"), scores);

    var err = new StringWriter();
    int code =
        Train.commandLine()
            .setErr(new PrintWriter(err))
            .execute(
                "calibration", "--run", directory.resolve("none").toString(), "--out", "x.json");
    assertEquals(1, code);
    assertTrue(err.toString().contains("scores.csv is not a file"), err::toString);
  }
}
