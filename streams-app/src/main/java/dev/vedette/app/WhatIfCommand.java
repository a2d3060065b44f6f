package dev.vedette.app;

import dev.vedette.json.Json;
import dev.vedette.results.RecordedRun;
import dev.vedette.risk.Policy;
import dev.vedette.whatif.Comparison;
import dev.vedette.whatif.ComparisonPage;
import dev.vedette.whatif.ComparisonText;
import dev.vedette.whatif.WhatIf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says what another policy would have made of recorded signals. */
@Command(
    name = "what-if",
    description = {
      "Read recorded signals again under another policy: who would have had another level, how"
          + " many alerts a day. Nothing is detected anew.",
      "The recording is the --out of backtest or replay."
    },
    mixinStandardHelpOptions = true)
final class WhatIfCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--run",
      required = true,
      paramLabel = "DIR",
      description = "The files of a recorded run: --out of backtest or replay.")
  private Path run;

  @Option(
      names = "--policy",
      required = true,
      paramLabel = "FILE",
      description = "The policy that might have been (docs/policy.md).")
  private Path policy;

  @Option(
      names = "--instead-of",
      paramLabel = "FILE",
      description = "The policy to compare it with (default: the packaged one).")
  private @Nullable Path insteadOf;

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description =
          "The first instant that counts, ISO 8601 (default: the first signal); what came before"
              + " is read too, as its evidence counts.")
  private @Nullable Instant from;

  @Option(
      names = "--to",
      paramLabel = "TIME",
      description = "The first instant that does not count (default: the end).")
  private @Nullable Instant to;

  @Option(names = "--json", description = "Print it as JSON, with everybody who differs.")
  private boolean json;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Also write a page with a plot, which needs nothing from elsewhere.")
  private @Nullable Path html;

  @SuppressWarnings("NullAway.Init")
  WhatIfCommand() {}

  @Override
  public Integer call() throws IOException {
    var recorded = new RecordedRun(run);
    Comparison comparison =
        new WhatIf(
                insteadOf == null ? Policy.DEFAULT : PolicyOption.read(insteadOf),
                PolicyOption.read(policy),
                from == null ? null : from.toEpochMilli(),
                to == null ? null : to.toEpochMilli())
            .compare(recorded::tell);
    if (html != null) {
      Files.writeString(html, ComparisonPage.of(comparison));
    }
    var out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.text(generator -> ComparisonText.write(comparison, generator)));
    } else {
      ComparisonText.lines(comparison).forEach(out::println);
    }
    out.flush();
    return 0;
  }
}
