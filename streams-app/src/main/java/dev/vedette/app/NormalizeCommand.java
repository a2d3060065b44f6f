package dev.vedette.app;

import dev.vedette.events.EventJson;
import dev.vedette.replay.Recording;
import dev.vedette.replay.input.Input;
import dev.vedette.replay.input.InputReader;
import dev.vedette.replay.input.Item;
import dev.vedette.replay.input.Line;
import dev.vedette.sources.Context;
import dev.vedette.sources.Explanation;
import dev.vedette.sources.Format;
import dev.vedette.sources.Formats;
import dev.vedette.sources.NormalizedJson;
import dev.vedette.sources.Normalizer;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
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
      defaultValue = EventJson.DEFAULT_TENANT,
      description = "The tenant of events that name none (default ${DEFAULT-VALUE}).")
  private String tenant;

  @Option(
      names = "--explain",
      description = {
        "Instead of JSON show, for each record, which rule decided, which field of the event is",
        "made of which fields of the record, and which of these were left unread."
      })
  private boolean explain;

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
    if (explain) {
      return explain(inputs, new Context(tenant, first));
    }
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

  private int explain(List<Input> inputs, Context context) throws IOException {
    Format format = Formats.of(source);
    Normalizer normalizer = null;
    int part = -1;
    try (var lines = new InputReader(inputs, System.in);
        var out =
            new PrintStream(
                new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8)) {
      while (lines.hasNext()) {
        Line line = lines.next();
        if (normalizer == null || line.part() != part) {
          normalizer = format.normalizer(context);
          part = line.part();
        }
        if (line.oversized()) {
          out.println(line.origin() + ": " + Normalizer.oversized(line.length()));
          continue;
        }
        for (Explanation explanation : normalizer.explain(line.bytes())) {
          out.print(line.origin() + ": " + explanation.text());
        }
      }
    }
    return 0;
  }
}
