package dev.vedette.simulator;

import dev.vedette.events.EventJson;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes a company's life to files: events as canonical JSON lines, labels as CSV with the header
 * {@code event_id,campaign,attack,step,principal}. A name that ends in {@code .gz} is compressed.
 */
public final class SimulationFiles {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int PROGRESS_EVENTS = 10_000;

  private SimulationFiles() {}

  /** Told now and then how far the writing is. */
  @FunctionalInterface
  public interface Progress {
    /**
     * Called every ten thousand events, and at the end.
     *
     * @param events events written so far
     * @param atMillis the time of the last of them
     */
    void written(long events, long atMillis);
  }

  /**
   * What was written.
   *
   * @param events lines of the events' file
   * @param labels lines of the labels' file, without its header
   * @param campaigns attacks that were scheduled
   */
  public record Written(long events, long labels, int campaigns) {}

  /**
   * Simulates and writes; existing files are replaced.
   *
   * @param labels where labels go; null for nowhere
   * @throws IOException if a file cannot be written
   */
  public static Written write(
      CompanySettings settings, Path events, @Nullable Path labels, Progress progress)
      throws IOException {
    var company = Company.of(settings);
    try (OutputStream eventsOut = open(events);
        OutputStream labelsOut = labels == null ? OutputStream.nullOutputStream() : open(labels)) {
      labelsOut.write(utf8("event_id,campaign,attack,step,principal\n"));
      long written = 0;
      long labelled = 0;
      long last = settings.startMillis();
      for (Iterator<LabelledEvent> life = company.iterator(); life.hasNext(); ) {
        LabelledEvent next = life.next();
        eventsOut.write(EventJson.canonical(next.event()));
        eventsOut.write('\n');
        written++;
        last = next.event().timeMillis();
        if (next.label() instanceof Label label) {
          labelled++;
          labelsOut.write(utf8(line(next.event().id(), label)));
        }
        if (written % PROGRESS_EVENTS == 0) {
          progress.written(written, last);
        }
      }
      progress.written(written, last);
      return new Written(written, labelled, company.campaigns().size());
    }
  }

  // No field can hold a comma or a quote: ids are hexadecimal, names are ours.
  private static String line(String eventId, Label label) {
    return String.join(
            ",",
            eventId,
            label.campaign(),
            label.attack().wireName(),
            label.step(),
            label.principal())
        + "\n";
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static OutputStream open(Path path) throws IOException {
    OutputStream file = Files.newOutputStream(path);
    Path name = path.getFileName();
    boolean compressed = name != null && name.toString().endsWith(".gz");
    try {
      return new BufferedOutputStream(
          compressed ? new GZIPOutputStream(file, BUFFER_BYTES) : file, BUFFER_BYTES);
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }
}
