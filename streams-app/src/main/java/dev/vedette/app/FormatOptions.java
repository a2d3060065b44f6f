package dev.vedette.app;

import dev.vedette.events.AccessEvent;
import dev.vedette.replay.Recording;
import dev.vedette.replay.input.Input;
import dev.vedette.sources.Context;
import dev.vedette.sources.Format;
import dev.vedette.sources.Formats;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** In which format lines are, and what they leave out. */
final class FormatOptions {
  @Option(
      names = "--source",
      required = true,
      paramLabel = "NAME|FILE.yaml",
      description = "The format of the lines: one that ships (see formats) or a mapping file.")
  private String source;

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
  FormatOptions() {}

  /** These inputs, read in this way. */
  Recording recording(List<Input> inputs, Duration grace) throws IOException {
    return new Recording(format(), inputs, context(), grace);
  }

  /** The format. */
  Format format() throws IOException {
    return Formats.of(source);
  }

  /** What the lines leave out. */
  Context context() {
    return new Context(tenant, year == null ? LocalDate.now(ZoneOffset.UTC).getYear() : year);
  }
}
