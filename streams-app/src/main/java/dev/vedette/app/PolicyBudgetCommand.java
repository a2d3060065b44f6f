package dev.vedette.app;

import dev.vedette.evaluate.LabelFile;
import dev.vedette.json.Json;
import dev.vedette.policy.PolicyDocument;
import dev.vedette.promise.Promises;
import dev.vedette.promise.PromisesSvg;
import dev.vedette.promise.PromisesText;
import dev.vedette.promise.Promising;
import dev.vedette.promise.QuietLife;
import dev.vedette.results.RecordedRun;
import dev.vedette.risk.FalseAlarmBudget;
import dev.vedette.risk.Policy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Says how many false alarms a policy makes, and where levels must begin for a budget. */
@Command(
    name = "budget",
    description = {
      "Say how many false alarms a policy promises, by theory, how many are estimated from recorded"
          + " quiet life, and how many are observed in another recording; and where levels must"
          + " begin for a budget (docs/promises.md).",
      "Recordings are the --out of backtest or replay."
    },
    mixinStandardHelpOptions = true)
final class PolicyBudgetCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private PolicyOption policyOption;

  @Option(
      names = "--run",
      required = true,
      paramLabel = "DIR",
      description = "A recorded run to compute from; may be given several times.")
  private List<Path> runs;

  @Option(
      names = "--held-out",
      paramLabel = "DIR",
      description = "A recorded run to observe in, which has no say; may be given several times.")
  private List<Path> heldOut = List.of();

  @Option(
      names = "--labels",
      paramLabel = "FILE",
      description =
          "Events of attacks, as simulate --labels writes them: whoever they concern is left out.")
  private List<Path> labels = List.of();

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description = "Alarms and days from here on count, ISO 8601 (default: all).")
  private @Nullable Instant from;

  @Option(
      names = "--high",
      paramLabel = "N",
      description =
          "At most N false HIGH for each 1,000 subjects and day (default: as the policy says).")
  private @Nullable Double high;

  @Option(names = "--critical", paramLabel = "N", description = "The same for CRITICAL.")
  private @Nullable Double critical;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Write the policy with levels that keep the budget.")
  private @Nullable Path out;

  @Option(
      names = "--by-promise",
      description = "Write the levels that theory promises, not those that are estimated.")
  private boolean byPromise;

  @Option(names = "--json", description = "Print it as JSON.")
  private boolean json;

  @Option(names = "--svg", paramLabel = "FILE", description = "Also draw it.")
  private @Nullable Path svg;

  @SuppressWarnings("NullAway.Init")
  PolicyBudgetCommand() {}

  @Override
  public Integer call() throws IOException {
    Policy policy = policyOption.read();
    FalseAlarmBudget budget = budget(policy);
    if (out != null && budget.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "--out needs a budget: --high, --critical, or the policy's");
    }
    Set<String> attacks = new HashSet<>();
    for (Path file : labels) {
      attacks.addAll(LabelFile.attackEvents(file));
    }
    Promises promises =
        new Promising(policy, lives(runs, attacks), lives(heldOut, attacks)).promises(budget);
    if (svg != null) {
      Files.writeString(svg, PromisesSvg.of(promises));
    }
    if (out != null) {
      Policy keeping = Promising.keeping(policy, promises.kept(), byPromise).withBudget(budget);
      Files.writeString(out, PolicyDocument.json(keeping));
    }
    var print = spec.commandLine().getOut();
    if (json) {
      print.println(Json.text(generator -> PromisesText.write(promises, generator)));
    } else {
      PromisesText.lines(promises).forEach(print::println);
    }
    print.flush();
    return 0;
  }

  private FalseAlarmBudget budget(Policy policy) {
    FalseAlarmBudget written = policy.budget();
    try {
      return new FalseAlarmBudget(
          high == null ? written.high() : high, critical == null ? written.critical() : critical);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private List<QuietLife> lives(List<Path> directories, Set<String> attacks) throws IOException {
    var lives = new ArrayList<QuietLife>();
    for (Path directory : directories) {
      lives.add(
          QuietLife.read(
              new RecordedRun(directory), attacks, from == null ? null : from.toEpochMilli()));
    }
    return lives;
  }
}
