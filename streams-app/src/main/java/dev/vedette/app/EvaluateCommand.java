package dev.vedette.app;

import dev.vedette.detectors.Registry;
import dev.vedette.evaluate.Evaluation;
import dev.vedette.evaluate.EvaluationFiles;
import dev.vedette.evaluate.EvaluationSettings;
import dev.vedette.evaluate.Report;
import dev.vedette.evaluate.ScenarioReader;
import dev.vedette.evaluate.Target;
import dev.vedette.evaluate.TextReport;
import dev.vedette.events.SubjectType;
import dev.vedette.flows.Now;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Holds what is detected in labelled recordings against their labels. */
@Command(
    name = "evaluate",
    description = {
      "Judge labelled recordings and say how good that was, beside simple baselines.",
      "Writes evaluation.json and evaluation.html, a page without anything from elsewhere."
    },
    mixinStandardHelpOptions = true)
final class EvaluateCommand implements Callable<Integer> {
  private static final int RESAMPLES = 1_000;

  @Spec private CommandSpec spec;
  @Mixin private RecordingOptions recordingOptions;
  @Mixin private PipelineOptions pipelineOptions;

  @Option(
      names = "--labels",
      required = true,
      paramLabel = "COLUMN|FILE",
      description =
          "Where the truth is: a column of the input (empty or - is benign), or a CSV file with"
              + " event_id, attack and campaign, as simulate writes.")
  private String labels;

  @Option(
      names = "--by",
      paramLabel = "host|user|service|session|ip|resource",
      defaultValue = "user",
      description = "Whose windows are scored (default ${DEFAULT-VALUE}).")
  private String by;

  @Option(
      names = "--window",
      paramLabel = "DURATION",
      defaultValue = "10m",
      converter = DurationConverter.class,
      description = "How long a unit is (default ${DEFAULT-VALUE}).")
  private Duration window;

  @Option(
      names = "--warm-up",
      paramLabel = "DURATION",
      defaultValue = "24h",
      converter = DurationConverter.class,
      description =
          "What comes so soon after the first event is not scored (default ${DEFAULT-VALUE}).")
  private Duration warmUp;

  @Option(
      names = "--positive",
      paramLabel = "NAME=REGEX",
      description =
          "A question of its own: units with a label that fits are positive, all others are not"
              + " (default: all=.+). May be given several times.")
  private List<String> positives = new ArrayList<>();

  @Option(
      names = "--exclude",
      paramLabel = "REGEX",
      description = "Units that are not positive but have such a label are left out.")
  private @Nullable String exclude;

  @Option(
      names = "--apart",
      description = "Each file, or entry of an archive, is a scenario of its own.")
  private boolean apart;

  @Option(
      names = "--phases",
      paramLabel = "FILE",
      description =
          "When the phases of attacks were, as JSON {network: {phase: [start, end]}}; networks are"
              + " matched with files' names up to the first _ or . (--apart) or with --network.")
  private @Nullable Path phases;

  @Option(
      names = "--network",
      paramLabel = "NAME",
      description = "The name of the recording as a whole, and of its phases.")
  private @Nullable String network;

  @Option(
      names = "--before",
      paramLabel = "PHASE",
      defaultValue = "privilege_escalation",
      description = "Risk should rise before this phase ends (default ${DEFAULT-VALUE}).")
  private String before;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description = "Of chance and the bootstrap (default ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where evaluation.json and evaluation.html go.")
  private @Nullable Path out;

  @Option(names = "--json", description = "Print the report as JSON.")
  private boolean json;

  @SuppressWarnings("NullAway.Init")
  EvaluateCommand() {}

  @Override
  public Integer call() throws IOException {
    EvaluationSettings settings = settings();
    Report report;
    try (var progress = ProgressLine.onStandardError()) {
      var reader =
          new ScenarioReader(
              recordingOptions.recording(pipelineOptions.grace()),
              labels,
              new ScenarioReader.Settings(apart, phases, network));
      var read = reader.read(progress::show);
      report =
          new Evaluation(Registry.all(), pipelineOptions.settings().at(Now.RECEPTION), settings)
              .of(read.scenarios());
      progress.clear();
    }
    if (out != null) {
      EvaluationFiles.write(report, out);
    }
    var to = spec.commandLine().getOut();
    to.print(json ? EvaluationFiles.json(report) + System.lineSeparator() : TextReport.of(report));
    if (out != null && !json) {
      to.println("files in " + out);
    }
    to.flush();
    return 0;
  }

  private EvaluationSettings settings() {
    Pattern left = exclude == null ? Target.NOTHING : Pattern.compile(exclude);
    var targets = new ArrayList<Target>();
    for (String positive : positives) {
      targets.add(Target.parse(positive, left));
    }
    if (targets.isEmpty()) {
      targets.add(new Target(Target.ALL.name(), Target.ALL.positive(), left));
    }
    return new EvaluationSettings(
        by.equals("host") ? SubjectType.DEVICE : SubjectType.of(by),
        window,
        warmUp,
        targets,
        before,
        EvaluationSettings.FALSE_UNITS_A_DAY,
        RESAMPLES,
        seed);
  }
}
