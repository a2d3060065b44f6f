package dev.vedette.app;

import dev.vedette.replay.input.Input;
import dev.vedette.replay.input.InputReader;
import dev.vedette.series.NabMeasurement;
import dev.vedette.series.SeriesFile;
import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Scores numeric series. */
@Command(
    name = "score-series",
    description = {
      "Score each value of a series for how strange it is: timestamp,value in,",
      "timestamp,value,anomaly_score (0 to 1) out, line by line, without looking ahead and with",
      "nothing to set (docs/series.md)."
    },
    mixinStandardHelpOptions = true)
final class ScoreSeriesCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--input",
      paramLabel = "FILE",
      description = {
        "CSV with the header timestamp,value; plain or .gz; - is standard input. Times are ISO 8601,",
        "yyyy-MM-dd HH:mm:ss (UTC) or seconds since 1970."
      })
  private @Nullable String input;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where to write; standard output if it is not given.")
  private @Nullable Path out;

  @SuppressWarnings("NullAway.Init")
  ScoreSeriesCommand() {}

  @Override
  public Integer call() throws IOException {
    if (input == null) {
      throw new ParameterException(spec.commandLine(), "Say what to score: --input FILE");
    }
    if (out != null && Files.exists(out) && !input.equals("-")) {
      if (Files.isSameFile(out, Path.of(input))) {
        throw new ParameterException(spec.commandLine(), "--out is the file that is read");
      }
    }
    boolean live = input.equals("-");
    try (var lines = new InputReader(Input.of(List.of(input)), System.in);
        var text = new BufferedWriter(new OutputStreamWriter(target(), StandardCharsets.UTF_8))) {
      SeriesFile.score(
          lines,
          text,
          () -> {
            if (live) {
              text.flush();
            }
          });
    }
    return 0;
  }

  private OutputStream target() throws IOException {
    return out == null ? new FileOutputStream(FileDescriptor.out) : Files.newOutputStream(out);
  }

  /** Measures the scores on series whose anomalies are known. */
  @Command(
      name = "measure",
      description = {
        "Score all series of a folder of the Numenta Anomaly Benchmark and print its score of them",
        "(standard profile) beside those of the detectors whose scores lie in its folder published."
      },
      mixinStandardHelpOptions = true)
  int measure(
      @Parameters(
              paramLabel = "DATA_FOLDER",
              description = "The folder with data and labels, or one that has it as nab.")
          Path data)
      throws IOException {
    var output = spec.commandLine().getOut();
    output.print(new NabMeasurement(data).text());
    output.flush();
    return 0;
  }
}
