package dev.vedette.evaluate;

import dev.vedette.evaluate.Scenario.Phase;
import dev.vedette.events.AccessEvent;
import dev.vedette.replay.Recording;
import dev.vedette.replay.input.Item;
import dev.vedette.sources.Normalized;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads labelled recordings whole and puts them in the order of time. Holds them in memory: about
 * half a kilobyte an event.
 */
public final class ScenarioReader {
  private static final int SHOW_EVERY = 1_000;

  private final Recording recording;
  private final String labels;
  private final Settings settings;

  /**
   * How a recording is cut.
   *
   * @param apart whether each file, or entry of an archive, is a scenario of its own
   * @param phases a file of phases; null for none
   * @param network the name of the only scenario, and of its phases; null for the file's name
   */
  public record Settings(boolean apart, @Nullable Path phases, @Nullable String network) {}

  /** Told how far it is: lines, bytes, all bytes. */
  @FunctionalInterface
  public interface Progress {
    /** So many lines and bytes of all bytes are done. */
    void show(long lines, long bytes, long totalBytes);
  }

  /** What was read beside events. */
  public record Read(List<Scenario> scenarios, long ignored, long dead) {
    /** Copies the list. */
    public Read {
      scenarios = List.copyOf(scenarios);
    }
  }

  /** A reader of this recording with labels in a file or, if there is no such file, a column. */
  public ScenarioReader(Recording recording, String labels, Settings settings) {
    this.recording = recording;
    this.labels = labels;
    this.settings = settings;
  }

  /**
   * Reads all of it.
   *
   * @throws IOException if it cannot be read, holds no event, or lacks the column of labels
   */
  public Read read(Progress progress) throws IOException {
    Path phasesFile = settings.phases;
    Map<String, List<Phase>> phases = phasesFile == null ? Map.of() : PhasesFile.read(phasesFile);
    var byName = new LinkedHashMap<String, List<Sample>>();
    long ignored = 0;
    long dead = 0;
    long items = 0;
    try (var source = recording.open();
        Labels told = labels()) {
      while (source.hasNext()) {
        Item item = source.next();
        switch (item.normalized()) {
          case Normalized.Event(AccessEvent event) ->
              byName
                  .computeIfAbsent(name(item.origin()), n -> new ArrayList<>())
                  .add(new Sample(event, told.of(item.origin(), event)));
          case Normalized.Ignored rule -> ignored++;
          case Normalized.Dead letter -> dead++;
        }
        if (++items % SHOW_EVERY == 0) {
          progress.show(items, source.progress().bytesRead(), source.progress().totalBytes());
        }
      }
    }
    if (byName.isEmpty()) {
      throw new IOException(
          "no event in the input: %d lines were ignored, %d could not be read"
              .formatted(ignored, dead));
    }
    var scenarios = new ArrayList<Scenario>();
    byName.forEach((name, samples) -> {
      samples.sort(Comparator.comparingLong(s -> s.event().timeMillis()));
      scenarios.add(new Scenario(name, samples, phases(phases, name)));
    });
    return new Read(scenarios, ignored, dead);
  }

  private Labels labels() throws IOException {
    try {
      Path file = Path.of(labels);
      if (Files.isRegularFile(file)) {
        return LabelFile.read(file);
      }
    } catch (InvalidPathException e) {
      // then it is the name of a column
    }
    return new LabelColumn(recording.inputs(), labels);
  }

  /** {@code fox} of {@code dev.zip!fox_alerts.txt:7}. */
  private String name(String origin) {
    if (settings.network != null) {
      return settings.network;
    }
    if (!settings.apart) {
      return "recording";
    }
    String file = origin.substring(0, origin.lastIndexOf(':'));
    String own = file.substring(file.lastIndexOf('!') + 1);
    int end = own.length();
    for (char c : new char[] {'_', '.'}) {
      int at = own.indexOf(c);
      end = at > 0 ? Math.min(end, at) : end;
    }
    return own.substring(0, end);
  }

  private static List<Phase> phases(Map<String, List<Phase>> all, String name) {
    List<Phase> own = all.get(name);
    if (own == null && all.size() == 1) {
      own = all.values().iterator().next();
    }
    return own == null ? List.of() : own;
  }
}
