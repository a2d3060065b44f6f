package dev.vedette.sources.facts;

import com.maxmind.db.CHMCache;
import com.maxmind.db.InvalidDatabaseException;
import com.maxmind.db.Reader;
import com.maxmind.db.Reader.FileMode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Databases of places in MaxMind's format, which are asked together: the first that says something
 * of a field counts. Whole in memory: a file that is written anew meanwhile does no harm.
 */
final class Places {
  private final List<Database> databases;

  private record Database(String file, Reader reader) {
    Place of(InetAddress address) {
      try {
        Map<?, ?> entry = reader.get(address, Map.class);
        return entry == null ? Place.UNKNOWN : Place.of(entry);
      } catch (IOException e) {
        throw new UncheckedIOException("%s: %s".formatted(file, e.getMessage()), e);
      }
    }
  }

  Places(List<Places> parts) {
    databases = parts.stream().flatMap(part -> part.databases.stream()).toList();
  }

  private Places(Database database) {
    databases = List.of(database);
  }

  /**
   * Opens a database.
   *
   * @throws IllegalArgumentException naming the file if it is none
   */
  static Places open(Path file) throws IOException {
    try {
      var reader = new Reader(file.toFile(), FileMode.MEMORY, new CHMCache());
      return new Places(new Database(String.valueOf(file.getFileName()), reader));
    } catch (InvalidDatabaseException e) {
      throw new IllegalArgumentException(
          "%s: not a database in MaxMind's format: %s"
              .formatted(file.getFileName(), e.getMessage()),
          e);
    }
  }

  /** Where an address is. */
  Place of(InetAddress address) {
    Place place = Place.UNKNOWN;
    for (Database database : databases) {
      if (address instanceof Inet4Address || database.reader.getMetadata().ipVersion() == 6) {
        place = place.or(database.of(address));
      }
    }
    return place;
  }
}
