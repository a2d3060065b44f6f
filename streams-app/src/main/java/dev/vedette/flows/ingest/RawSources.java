package dev.vedette.flows.ingest;

import dev.vedette.events.AccessEvent;
import dev.vedette.sources.Format;
import dev.vedette.sources.Formats;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The native records that ingest takes beside Vedette's own events.
 *
 * @param sources the raw topics that are read, each name once
 * @param tenant the tenant of events that name none
 */
public record RawSources(List<RawSource> sources, String tenant) {
  /** The record header that names the format of a record, whatever topic it is in. */
  public static final String FORMAT_HEADER = "vedette-format";

  /** No raw topic; records with a {@value #FORMAT_HEADER} header are read all the same. */
  public static final RawSources NONE = new RawSources(List.of(), AccessEvent.DEFAULT_TENANT);

  /** Copies the list. */
  public RawSources {
    sources = List.copyOf(sources);
  }

  /** The format of a name: that of a raw source or of a format it uses, or one that ships. */
  public @Nullable Format format(String name) {
    for (RawSource source : sources) {
      if (source.name().equals(name) || source.format().name().equals(name)) {
        return source.format();
      }
    }
    return Formats.names().contains(name) ? Formats.named(name) : null;
  }
}
