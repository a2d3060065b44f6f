package dev.vedette.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vedette.json.Parsed;
import dev.vedette.policy.PolicyFile;
import dev.vedette.risk.FalseAlarmBudget;
import dev.vedette.risk.Policy;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A recorded run, and what it says about a budget. */
class PolicyBudgetCommandTest {
  @TempDir private Path directory;

  @SuppressWarnings("NullAway.Init")
  PolicyBudgetCommandTest() {}

  private static String run(int expected, String... args) {
    var all = new ArrayList<>(List.of("policy", "budget"));
    all.addAll(List.of(args));
    var out = new StringWriter();
    var commands = Vedette.commandLine().setOut(new PrintWriter(out));
    commands.setErr(new PrintWriter(out));
    assertEquals(expected, commands.execute(all.toArray(String[]::new)), out::toString);
    return out.toString();
  }

  @Test
  void shouldComputeLevelsLeaveOutTheAttackedAndWriteAPolicy() throws Exception {
    RecordedStory story = RecordedStory.in(directory, 60);
    String recorded = story.run().toString();
    JsonNode all = Parsed.tree(run(0, "--run", recorded, "--json"));
    assertTrue(all.get("levels").get(0).get("calibrated").get("count").intValue() > 0);

    Path labels = directory.resolve("labels.csv");
    var lines = new ArrayList<>(List.of("event_id,attack,campaign"));
    for (String line : Files.readAllLines(story.run().resolve("signals.jsonl"))) {
      JsonNode signal = Parsed.tree(line);
      JsonNode owner = signal.has("owner") ? signal.get("owner") : signal.get("subject");
      if (owner.get("id").textValue().equals(story.victim())) {
        lines.add(signal.get("events").get(0).get("id").textValue() + ",takeover,c1");
      }
    }
    assertTrue(lines.size() > 1, "the victim has signals");
    Files.write(labels, lines);
    Path policy = directory.resolve("kept.json");
    Path picture = directory.resolve("promises.svg");
    String text =
        run(
            0,
            "--run",
            recorded,
            "--held-out",
            recorded,
            "--labels",
            labels.toString(),
            "--high",
            "40",
            "--out",
            policy.toString(),
            "--svg",
            picture.toString());
    assertTrue(text.contains("attacked") && text.contains("by the promise"), text);
    assertTrue(Files.readString(picture).startsWith("<svg "));
    Policy kept = PolicyFile.read("kept.json", Files.readAllBytes(policy));
    assertEquals(new FalseAlarmBudget(40.0, null), kept.budget());

    assertTrue(run(2, "--run", recorded, "--out", policy.toString()).contains("needs a budget"));
    assertTrue(run(2, "--run", recorded, "--high", "1", "--critical", "2").contains("at most"));
  }
}
