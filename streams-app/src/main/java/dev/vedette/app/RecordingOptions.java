package dev.vedette.app;

import dev.vedette.events.AccessEvent;
import dev.vedette.replay.Recording;
import dev.vedette.replay.input.Input;
import dev.vedette.sources.Context;
import dev.vedette.sources.Formats;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is to be read, and how. */
final class RecordingOptions {
  @Option(
      names = "--source",
      required = true,
      paramLabel = "NAME|FILE.yaml",
      description = "The format of the lines: one that ships (sshd, vedette) or a mapping file.")
  private String source;

  @Option(
      names = "--input",
      required = true,
      arity = "1..*",
      paramLabel = "FILE",
      description = "Files to read, plain, .gz or .zip; - is standard input.")
  private List<String> inputs;

  @Option(
      names = "--year",
      paramLabel = "YEAR",
      description = "The year of the first line, where lines carry none (default: this year).")
  private @Nullable Integer year;

  @Option(
      names = "--tenant",
      paramLabel = "NAME",
      defaultValue = AccessEvent.DEFAULT_TENANT,
      description = "The tenant of events that name none (default ${DEFAULT-VALUE}).")
  private String tenant;

  @SuppressWarnings("NullAway.Init")
  RecordingOptions() {}

  Recording recording(Duration grace) throws IOException {
    int first = year == null ? LocalDate.now(ZoneOffset.UTC).getYear() : year;
    return new Recording(Formats.of(source), Input.of(inputs), new Context(tenant, first), grace);
  }
}
