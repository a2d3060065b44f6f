package dev.vedette.trail;

import dev.vedette.simulator.cloudtrail.TrailSettings;
import dev.vedette.trail.Injection.Injected;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes a simulated account's trail: CloudTrail records as JSON lines, in the order of their
 * times, and labels as CSV with the header {@code event_id,campaign,attack,step,principal}, as
 * {@code simulate} writes them. A name that ends in {@code .gz} is compressed.
 */
public final class TrailFiles {
  private static final int BUFFER_BYTES = 1 << 16;

  private TrailFiles() {}

  /**
   * What was written.
   *
   * @param records lines of the trail
   * @param labels lines of the labels' file, without its header
   * @param techniques techniques that were mixed in
   */
  public record Written(long records, long labels, int techniques) {}

  /**
   * Simulates and writes; existing files are replaced.
   *
   * @param labels where labels go; null for nowhere
   * @param inject a folder of recorded techniques, a file of CloudTrail JSON each; null for none
   * @throws IOException if a file cannot be read or written
   */
  public static Written write(
      TrailSettings settings, Path records, @Nullable Path labels, @Nullable Path inject)
      throws IOException {
    List<Technique> techniques = inject == null ? List.of() : Technique.of(inject);
    try (OutputStream trail = open(records);
        OutputStream csv = labels == null ? OutputStream.nullOutputStream() : open(labels)) {
      line("event_id,campaign,attack,step,principal", csv);
      long all = 0;
      long injected = 0;
      for (var lines = new Trail(settings, techniques); lines.hasNext(); all++) {
        Trail.Line next = lines.next();
        line(next.json(), trail);
        Injected attack = next.injected();
        if (attack != null) {
          line(attack.label(), csv);
          injected++;
        }
      }
      return new Written(all, injected, techniques.size());
    }
  }

  private static void line(String text, OutputStream out) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.write('\n');
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
