package dev.vedette.app;

import dev.vedette.events.AccessEvent;
import dev.vedette.replay.Recording;
import dev.vedette.replay.input.Input;
import dev.vedette.replay.input.Item;
import dev.vedette.sources.Context;
import dev.vedette.sources.Formats;
import dev.vedette.sources.NormalizedJson;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what a format makes of lines. */
@Command(
    name = "normalize",
    description = {
      "Read lines in a format and print, for each, one line of JSON:",
      "{\"event\":{…}}, {\"ignored\":{\"rule\":…}} or {\"deadLetter\":{\"reason\":…}}."
    },
    mixinStandardHelpOptions = true)
final class NormalizeCommand implements Callable<Integer> {
  @Option(
      names = "--source",
      required = true,
      paramLabel = "NAME|FILE.yaml",
      description = "The format of the lines: one that ships (sshd, vedette) or a mapping file.")
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

  @Parameters(
      arity = "0..*",
      paramLabel = "FILE",
      description = "Files to read, plain, .gz or .zip; standard input if none is given.")
  private List<String> files = List.of();

  @SuppressWarnings("NullAway.Init")
  NormalizeCommand() {}

  @Override
  public Integer call() throws IOException {
    int first = year == null ? LocalDate.now(ZoneOffset.UTC).getYear() : year;
    List<Input> inputs = Input.of(files.isEmpty() ? List.of("-") : files);
    var recording =
        new Recording(Formats.of(source), inputs, new Context(tenant, first), Duration.ZERO);
    try (var items = recording.open();
        var out = new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16)) {
      while (items.hasNext()) {
        Item item = items.next();
        out.write(NormalizedJson.line(item.normalized(), item.origin(), item.raw()));
        out.write('\n');
      }
    }
    return 0;
  }
}
