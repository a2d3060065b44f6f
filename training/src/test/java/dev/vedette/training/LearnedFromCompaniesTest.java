package dev.vedette.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.detectors.model.Calibration;
import dev.vedette.detectors.model.FusionWeights;
import dev.vedette.detectors.model.IsolationForest;
import dev.vedette.detectors.model.PeerGroups;
import dev.vedette.detectors.model.SubjectHour;
import dev.vedette.events.SubjectType;
import dev.vedette.models.ModelJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands on simulated companies, read by what runs. */
class LearnedFromCompaniesTest {
  private static final double EPSILON = 0.02;
  private static final int USERS = 60;

  @TempDir private static Path directory;

  private static final List<Path> LEARNED = new ArrayList<>();
  private static final List<Path> HELD_OUT = new ArrayList<>();

  @BeforeAll
  static void live() throws IOException {
    for (long seed = 101; seed <= 106; seed++) {
      (seed <= 104 ? LEARNED : HELD_OUT).add(Companies.run(directory, USERS, seed, false));
    }
  }

  private static String train(String... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    int code =
        Train.commandLine()
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(arguments);
    assertEquals(0, code, err::toString);
    return out.toString();
  }

  private static List<String> runs(String option, List<Path> folders) {
    var arguments = new ArrayList<String>();
    folders.forEach(folder -> arguments.addAll(List.of(option, folder.toString())));
    return arguments;
  }

  private static String[] all(List<String> runs, String... more) {
    var arguments = new ArrayList<>(List.of(more));
    arguments.addAll(runs);
    return arguments.toArray(String[]::new);
  }

  @Test
  void shouldCalibrateOnSomeCompaniesAndHoldOnOthers() throws IOException {
    Path file = directory.resolve("calibration.json");
    var folders = new ArrayList<>(runs("--run", LEARNED));
    folders.addAll(runs("--held-out", HELD_OUT));
    String said =
        train(
            all(
                folders,
                "calibration",
                "--out",
                file.toString(),
                "--from",
                Companies.JUDGED_FROM.toString(),
                "--epsilon",
                Double.toString(EPSILON)));
    assertTrue(said.contains("held out"), said);
    var calibration = (Calibration) ModelJson.read("c", Files.readAllBytes(file));
    Benign held =
        Benign.read(HELD_OUT.stream().map(Run::new).toList(), Companies.JUDGED_FROM.toEpochMilli());
    int claims = 0;
    for (var entry : held.detectors().entrySet()) {
      claims += entry.getValue().claims().size();
      if (entry.getValue().windows() > 0) {
        assertTrue(calibration.covers(entry.getKey()), entry.getKey());
        MeanOfE mean =
            MeanOfE.of(entry.getValue(), micros -> calibration.apply(entry.getKey(), micros), 1);
        assertTrue(mean.low() <= 1 + EPSILON, entry.getKey() + " " + mean + "\n" + said);
      }
    }
    assertTrue(claims > 100, "not trivial: " + claims);
  }

  @Test
  void shouldGrowAForestThatFindsAttackedHours() throws IOException {
    Path file = directory.resolve("forest.json");
    train(
        all(
            runs("--run", LEARNED),
            "isolation-forest",
            "--out",
            file.toString(),
            "--from",
            Companies.JUDGED_FROM.toString()));
    var forest = (IsolationForest) ModelJson.read("f", Files.readAllBytes(file));
    assertEquals(SubjectHour.FEATURES, forest.features());

    Path attacked = Companies.run(directory, USERS, 205, true);
    var hours =
        new SubjectHours(
            Set.of(SubjectType.USER, SubjectType.SERVICE), Companies.JUDGED_FROM.toEpochMilli());
    hours.add(new Run(attacked));
    Set<String> under = attackedHours(attacked);
    var calm = new ArrayList<Double>();
    var tense = new ArrayList<Double>();
    double[][] points = hours.points();
    List<String> places = hours.places();
    for (int i = 0; i < points.length; i++) {
      (under.contains(places.get(i)) ? tense : calm).add(forest.score(points[i]));
    }
    assertTrue(tense.size() > 50 && calm.size() > 1_000, "not trivial: " + tense.size());
    calm.sort(null);
    double common = calm.get(calm.size() / 2);
    assertTrue(common < 0.5, "the ordinary hour is ordinary: " + common);
    double auc = auc(calm, tense);
    assertTrue(auc > 0.7, "attacked hours stand out: " + auc);
  }

  /** In which hours of which subjects a labelled event is. */
  private static Set<String> attackedHours(Path run) throws IOException {
    var labelled = new HashSet<String>();
    for (String line : Files.readAllLines(run.resolve("labels.csv"))) {
      labelled.add(line.substring(0, line.indexOf(',')));
    }
    var hours = new HashSet<String>();
    try (var in = InputFile.text(run.resolve("scores.csv"))) {
      var csv = new Csv("scores.csv", in);
      csv.next();
      for (List<String> row = csv.next(); row != null; row = csv.next()) {
        if (labelled.contains(row.get(0))) {
          hours.add(
              "%s/%s/%d"
                  .formatted(
                      row.get(2), row.get(3), Instant.parse(row.get(1)).getEpochSecond() / 3_600));
        }
      }
    }
    return hours;
  }

  /** How often an attacked hour scores above a calm one; ties count half. */
  private static double auc(List<Double> sortedCalm, List<Double> tense) {
    double above = 0;
    for (double score : tense) {
      int at = Collections.binarySearch(sortedCalm, score);
      above += at < 0 ? ~at : at + 0.5;
    }
    return above / ((double) sortedCalm.size() * tense.size());
  }

  @Test
  void shouldFindTheSamePeersInTwoHalvesOfLife() throws IOException {
    Path events = LEARNED.getFirst().resolve("events.jsonl");
    List<String> lines = Files.readAllLines(events);
    Path first = Files.write(directory.resolve("a.jsonl"), lines.subList(0, lines.size() / 2));
    Path second =
        Files.write(directory.resolve("b.jsonl"), lines.subList(lines.size() / 2, lines.size()));
    PeerGroups before = peers(first, "a.json");
    PeerGroups after = peers(second, "b.json");
    assertTrue(before.subjects().length > USERS / 2, "not trivial");
    double agreement = adjustedRand(before, after);
    assertTrue(agreement > 0.5, "groups are found again: " + agreement);
  }

  private static PeerGroups peers(Path events, String name) throws IOException {
    Path file = directory.resolve(name);
    train("peer-groups", "--events", events.toString(), "--k", "5", "--out", file.toString());
    return (PeerGroups) ModelJson.read("p", Files.readAllBytes(file));
  }

  /** L. Hubert, P. Arabie, "Comparing partitions", Journal of Classification 2, 1985. */
  private static double adjustedRand(PeerGroups one, PeerGroups other) {
    Map<Long, Integer> groups = new HashMap<>();
    for (int i = 0; i < one.subjects().length; i++) {
      groups.put(one.subjects()[i], one.groups()[i]);
    }
    var both = new HashMap<List<Integer>, Integer>();
    var rows = new HashMap<Integer, Integer>();
    var columns = new HashMap<Integer, Integer>();
    int n = 0;
    for (int i = 0; i < other.subjects().length; i++) {
      Integer row = groups.get(other.subjects()[i]);
      if (row != null) {
        n++;
        both.merge(List.of(row, other.groups()[i]), 1, Integer::sum);
        rows.merge(row, 1, Integer::sum);
        columns.merge(other.groups()[i], 1, Integer::sum);
      }
    }
    double together = pairs(both.values());
    double inRows = pairs(rows.values());
    double inColumns = pairs(columns.values());
    double expected = inRows * inColumns / (n * (n - 1) / 2.0);
    return (together - expected) / ((inRows + inColumns) / 2 - expected);
  }

  private static double pairs(Iterable<Integer> counts) {
    double sum = 0;
    for (int count : counts) {
      sum += count * (count - 1) / 2.0;
    }
    return sum;
  }

  @Test
  void shouldWeighWhatVerdictsAreAbout() throws IOException {
    Path run = LEARNED.getFirst();
    var verdicts = new StringBuilder("subject_type,subject_id,from,to,verdict\n");
    var judged = new HashSet<Run.Whose>();
    // Who shows evidence of time is judged innocent; who shows that of volume guilty.
    new Run(run)
        .readSignals(signal -> {
          if (judged.add(signal.whose())) {
            verdicts
                .append(signal.whose().type().wireName())
                .append(',')
                .append(signal.whose().id())
                .append(",2026-01-01T00:00:00Z,2027-01-01T00:00:00Z,")
                .append(signal.family().wireName().equals("volume") ? "malicious" : "benign")
                .append('\n');
          }
        });
    Path file = Files.writeString(directory.resolve("verdicts.csv"), verdicts);
    Path model = directory.resolve("weights.json");
    train(
        "fusion-weights",
        "--run",
        run.toString(),
        "--verdicts",
        file.toString(),
        "--out",
        model.toString());
    var weights = (FusionWeights) ModelJson.read("w", Files.readAllBytes(model));
    assertEquals(judged.size(), weights.verdicts());
    assertTrue(judged.size() > 10, "not trivial: " + judged.size());
  }

  @Test
  void shouldMakeTheSameFileTwice() throws IOException {
    var files = new ArrayList<byte[]>();
    for (String name : List.of("one.json", "two.json")) {
      Path file = directory.resolve(name);
      train(
          all(
              runs("--run", HELD_OUT),
              "isolation-forest",
              "--created-at",
              "2026-03-01T00:00:00Z",
              "--out",
              file.toString()));
      files.add(Files.readAllBytes(file));
    }
    assertEquals(-1, Arrays.mismatch(files.getFirst(), files.getLast()));
  }
}
