package dev.vedette.flows.ingest;

import dev.vedette.schemas.Topic;
import dev.vedette.schemas.Topics;
import dev.vedette.sources.Format;
import dev.vedette.sources.Formats;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * A topic of native records, {@code raw.<name>.v1}, and how they are read.
 *
 * @param name the source's name: 1 to 64 small letters, digits and dashes
 * @param format what its records are, where no header says otherwise
 */
public record RawSource(String name, Format format) {
  /** How {@code device.posture.v1} is read, which every pipeline reads. */
  public static final RawSource POSTURE =
      new RawSource("device-posture", Formats.named("device-posture"));

  private static final int MAX_SOURCES = 256;

  /** Checks the name, and that a record of the format can stand alone. */
  public RawSource {
    var _ = Topics.raw(name);
    if (format.readsHeader()) {
      throw new IllegalArgumentException(
          "raw source %s: format %s takes its columns from a header line, which a topic has none of;"
                  .formatted(name, format.name())
              + " name them with columns: [...]");
    }
  }

  /** The topic of the catalogue. */
  public Topic topic() {
    return Topics.raw(name);
  }

  /**
   * Reads what a command line says: {@code sshd} is the format and the source of this name, {@code
   * gate=sshd} a source of another name, {@code doors=doors.yaml} one in a format of the user's.
   *
   * @param texts one source each; a source named twice is an error
   * @throws IllegalArgumentException if a name is none, or is there twice
   * @throws dev.vedette.sources.MappingException if there is no such format
   * @throws IOException if a mapping file cannot be read
   */
  public static List<RawSource> of(List<String> texts) throws IOException {
    if (texts.size() > MAX_SOURCES) {
      throw new IllegalArgumentException(
          "at most %d raw sources, not %d".formatted(MAX_SOURCES, texts.size()));
    }
    var sources = new ArrayList<RawSource>();
    var names = new HashSet<String>();
    for (String text : texts) {
      int equals = text.indexOf('=');
      Format format = Formats.of(text.substring(equals + 1));
      String name = equals < 0 ? format.name() : text.substring(0, equals);
      if (!names.add(name)) {
        throw new IllegalArgumentException(
            "raw source %s is there twice; NAME=FORMAT names it otherwise".formatted(name));
      }
      sources.add(new RawSource(name, format));
    }
    return List.copyOf(sources);
  }
}
