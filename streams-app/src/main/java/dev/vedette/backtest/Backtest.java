package dev.vedette.backtest;

import dev.vedette.detectors.Registry;
import dev.vedette.events.AccessEvent;
import dev.vedette.events.DeadLetter;
import dev.vedette.events.EventJson;
import dev.vedette.events.Observation;
import dev.vedette.events.SessionActivity;
import dev.vedette.events.Signal;
import dev.vedette.events.Subject;
import dev.vedette.replay.Recording;
import dev.vedette.replay.input.Item;
import dev.vedette.results.RunFiles;
import dev.vedette.results.RunFiles.Counts;
import dev.vedette.results.RunFiles.Ending;
import dev.vedette.results.RunFiles.Summary;
import dev.vedette.risk.Alert;
import dev.vedette.risk.Formula;
import dev.vedette.risk.Rise;
import dev.vedette.risk.RiskUpdate;
import dev.vedette.sources.Normalized;
import dev.vedette.topology.PipelineSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/** Judges a recording by the plain fold, and writes what a replay writes, and the scores. */
public final class Backtest {
  private static final int SHOW_EVERY = 1_000;

  private final Recording recording;
  private final PipelineSettings settings;
  private final Progress progress;

  /** Told how far it is. */
  @FunctionalInterface
  public interface Progress {
    /** So many lines and bytes of all bytes are done. */
    void show(long lines, long bytes, long totalBytes);
  }

  /** A backtest of a recording with these settings. */
  public Backtest(Recording recording, PipelineSettings settings, Progress progress) {
    this.recording = recording;
    this.settings = settings;
    this.progress = progress;
  }

  /** Runs to the end of the recording and writes the files. */
  public Summary run(Path out) throws IOException {
    long startedNanos = System.nanoTime();
    var formula = Formula.of(settings.policy());
    try (var files = new RunFiles(out);
        var scores = new Scores(out.resolve("scores.csv"), formula);
        var source = recording.open()) {
      var pipeline = new PlainPipeline(settings, Registry.all(), new Writing(files, scores));
      scores.of(pipeline);
      long items = 0;
      long ignored = 0;
      long dead = 0;
      while (source.hasNext()) {
        Item item = source.next();
        switch (item.normalized()) {
          case Normalized.Event(AccessEvent event) -> pipeline.accept(event, item.receivedMillis());
          case Normalized.Ignored rule -> ignored++;
          case Normalized.Dead(var reason, var detail) -> {
            dead++;
            files.deadLetter(
                new DeadLetter(
                    reason,
                    detail,
                    item.origin(),
                    recording.format().name(),
                    item.raw(),
                    item.rawLength(),
                    item.receivedMillis(),
                    null));
          }
        }
        if (++items % SHOW_EVERY == 0) {
          progress.show(items, source.progress().bytesRead(), source.progress().totalBytes());
        }
      }
      var account = pipeline.account();
      return files.finish(
          new Ending(
              new Counts(
                  items,
                  account.scored(),
                  account.duplicates(),
                  pipeline.ingested().tooLate(),
                  ignored,
                  dead + pipeline.ingested().deadLettered(),
                  account.skewed()),
              account.hashHex(),
              account.maxTimeMillis(),
              (System.nanoTime() - startedNanos) / 1e9,
              formula,
              pipeline.signals(),
              pipeline.shadowSignals(),
              pipeline.subjects(),
              pipeline::record));
    }
  }

  private record Writing(RunFiles files, Scores scores) implements PlainPipeline.Listener {
    @Override
    public void updated(RiskUpdate update) {
      write(() -> files.update(update));
    }

    @Override
    public void risen(Rise rise) {}

    @Override
    public void alerted(Alert alert) {
      write(() -> files.alert(alert));
    }

    @Override
    public void signalled(Signal signal) {
      write(() -> files.version(signal));
    }

    @Override
    public void active(Subject told, SessionActivity activity, long receivedMillis) {
      write(() -> files.activity(told, activity, receivedMillis));
    }

    @Override
    public void refused(AccessEvent event, String reason, String detail, long receivedMillis) {
      byte[] raw = EventJson.canonical(event);
      write(() ->
          files.deadLetter(
              new DeadLetter(
                  reason,
                  detail,
                  event.id(),
                  "access-event",
                  raw,
                  raw.length,
                  receivedMillis,
                  event.tenant())));
    }

    @Override
    public void scored(AccessEvent event, List<Observation> observations) {
      write(() -> scores.add(event, observations));
    }

    private interface Write {
      void run() throws IOException;
    }

    private static void write(Write write) {
      try {
        write.run();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
