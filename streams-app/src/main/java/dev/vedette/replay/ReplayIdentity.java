package dev.vedette.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vedette.events.EventHash;
import dev.vedette.policy.PolicyDocument;
import dev.vedette.topology.PipelineSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.UUID;

/**
 * What makes a replay this one: its input, and all that can change what is found in it. Where an
 * earlier one of the same identity came to, this one goes on; where it ended, its results are
 * these. Standard input is another one each time.
 *
 * @param text a line for each part, for people to compare
 * @param again whether the input can be read again
 */
public record ReplayIdentity(String text, boolean again) {
  /**
   * The identity of a replay of a recording. Reads every file.
   *
   * @param settings how it is judged; their prefix of topics does not matter
   * @param models what tells their models from others
   * @param schemaIds whose ids its topics carry
   */
  public static ReplayIdentity of(
      Recording recording, PipelineSettings settings, String models, String schemaIds)
      throws IOException {
    boolean again = !recording.readsStandardInput();
    String text =
        "input %s%s%ngrace %s%nlearn-until %s%nshadow %s%npolicy %s %s%nfacts %016x%nmodels %s%nschema-ids %s%nbuild %s%n"
            .formatted(
                recording.identity(),
                again ? "" : " " + UUID.randomUUID(),
                settings.intake().grace(),
                settings.behaviour().learnUntil(),
                new TreeSet<>(settings.behaviour().shadow()),
                settings.policy().version(),
                PolicyDocument.digest(settings.policy()),
                settings.facts().version(),
                models,
                schemaIds,
                Build.digest());
    return new ReplayIdentity(text, again);
  }

  /** The application that does it: of another replay's it differs. */
  public String applicationId() {
    return "replay-" + digits();
  }

  /** What its topics begin with on a cluster that others use too. */
  public String topicPrefix() {
    return "replay." + digits() + ".";
  }

  private String digits() {
    return EventHash.of(text.getBytes(UTF_8)).hex().substring(16);
  }

  /**
   * Notes what runs in a directory, or checks that it is what ran there before.
   *
   * @throws IllegalArgumentException if it is something else, or cannot be read again
   */
  public void claim(Path data, int partitions) throws IOException {
    Files.createDirectories(data);
    Path note = data.resolve("run");
    String run = "%spartitions %d%n".formatted(text, partitions);
    if (!Files.exists(note)) {
      Files.writeString(note, run);
      return;
    }
    if (!again) {
      throw new IllegalArgumentException(
          "standard input cannot be read again: use another --out, or remove %s, which holds a replay"
              .formatted(data));
    }
    String before = Files.readString(note);
    if (!before.equals(run)) {
      throw new IllegalArgumentException(
          "%s holds the replay of another input, with other settings, or of another build. Use another --out, or remove"
                  .formatted(data)
              + " that directory. It holds:%n%sand this is:%n%s".formatted(before, run));
    }
  }
}
