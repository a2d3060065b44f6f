package dev.vedette.app;

import dev.vedette.replay.input.Input;
import dev.vedette.replay.input.InputReader;
import dev.vedette.replay.input.Item;
import dev.vedette.replay.input.Line;
import dev.vedette.sources.Explanation;
import dev.vedette.sources.Format;
import dev.vedette.sources.Normalized;
import dev.vedette.sources.NormalizedJson;
import dev.vedette.sources.Normalizer;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what a format makes of lines. */
@Command(
    name = "normalize",
    description = {
      "Read the lines or JSON documents of a format and print, for each record, a line of JSON:",
      "{\"event\":{…}}, {\"ignored\":{\"rule\":…}} or {\"deadLetter\":{\"reason\":…}}."
    },
    mixinStandardHelpOptions = true)
final class NormalizeCommand implements Callable<Integer> {
  @Mixin private FormatOptions formatOptions;

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
    List<Input> inputs = Input.of(files.isEmpty() ? List.of("-") : files);
    if (explain) {
      return explain(inputs);
    }
    try (var items = formatOptions.recording(inputs, Duration.ZERO).open();
        var out = new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16)) {
      while (items.hasNext()) {
        Item item = items.next();
        out.write(NormalizedJson.line(item.normalized(), item.origin(), item.raw()));
        out.write('\n');
      }
    }
    return 0;
  }

  private int explain(List<Input> inputs) throws IOException {
    Format format = formatOptions.format();
    Normalizer normalizer = null;
    int part = -1;
    try (var lines = new InputReader(inputs, System.in, format);
        var out =
            new PrintStream(
                new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8)) {
      while (lines.hasNext()) {
        Line line = lines.next();
        if (normalizer == null || line.part() != part) {
          normalizer = format.normalizer(formatOptions.context());
          part = line.part();
        }
        Normalized unreadable = line.unreadable();
        if (unreadable != null) {
          out.println(line.origin() + ": " + unreadable);
          continue;
        }
        for (Explanation explanation : line.explain(normalizer)) {
          out.print(line.origin() + ": " + explanation.text());
        }
      }
    }
    return 0;
  }
}
