package dev.vedette.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vedette.events.EventJson;
import dev.vedette.simulator.DemoStory;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/**
 * The demonstration's story as a recorded run: nine days of a company's life, then the attack.
 *
 * @param run the directory that backtest wrote
 * @param victim the account that is sprayed, taken over and abused
 */
record RecordedStory(Path run, String victim) {
  private static final Instant START = Instant.parse("2026-03-10T09:40:00Z");
  private static final int HISTORY_DAYS = 9;

  static RecordedStory in(Path directory, int users) throws IOException {
    DemoStory story = DemoStory.at(START, users, HISTORY_DAYS, 1);
    Path events = directory.resolve("events.jsonl");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(events))) {
      var history = story.company().iterator();
      while (history.hasNext()) {
        out.write(EventJson.canonical(history.next().event()));
        out.write('\n');
      }
      for (var beat : story.attack()) {
        out.write(EventJson.canonical(beat.event()));
        out.write('\n');
      }
    }
    Path run = directory.resolve("run");
    int exit =
        Vedette.commandLine()
            .execute(
                "backtest",
                "--source",
                "vedette",
                "--input",
                events.toString(),
                "--learn-until",
                "2026-03-10T09:00:00Z",
                "--out",
                run.toString());
    assertEquals(0, exit, "the backtest's exit code");
    return new RecordedStory(run, story.victim());
  }
}
