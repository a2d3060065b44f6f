package dev.vedette.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.results.RecordedRun;
import dev.vedette.risk.Formula;
import dev.vedette.risk.Policy;
import dev.vedette.risk.Refusion;
import dev.vedette.risk.Rise;
import dev.vedette.risk.RiskUpdate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run in which people found things out, under suppressions too, read again from its files. */
class RetoldVerdictsTest {
  @TempDir private Path directory;

  @Test
  void shouldTellTheSameUpdatesAgain() throws IOException {
    FireStory story = FireStory.write(directory);
    Path out = directory.resolve("run");
    story.backtest(out);
    var recorded = new RecordedRun(out);
    var told = new ArrayList<String>();
    recorded.updates(update -> told.add(brief(update)));
    assertTrue(told.size() > 300, told.size() + " updates");
    long corrections = told.stream().filter(update -> update.contains("verdict-")).count();
    assertTrue(corrections > 3, corrections + " by verdicts");
    assertEquals(told, again(recorded, story.policies().getLast()));
  }

  private static List<String> again(RecordedRun recorded, Policy policy) throws IOException {
    var again = new ArrayList<String>();
    recorded.tell(
        new Refusion(
            Formula.of(policy),
            new Refusion.Listener() {
              @Override
              public void updated(RiskUpdate update) {
                again.add(brief(update));
              }

              @Override
              public void risen(Rise rise) {}
            }));
    return again;
  }

  private static String brief(RiskUpdate update) {
    return "%s %d %d %s %s %s"
        .formatted(
            update.id(),
            update.atMillis(),
            update.logOddsMicros(),
            update.previousLevel(),
            update.level(),
            update.causedBy());
  }
}
