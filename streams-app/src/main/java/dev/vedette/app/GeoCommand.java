package dev.vedette.app;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Databases of places. */
@Command(
    name = "geo",
    description = "Get a database of the countries of addresses.",
    mixinStandardHelpOptions = true)
final class GeoCommand implements Runnable {
  /** The package that npm is asked for: CC0, about 8 MB. */
  static final String PACKAGE = "@ip-location-db/geo-whois-asn-country-mmdb";

  private static final String DATABASE = "package/geo-whois-asn-country.mmdb";
  private static final int MAX_BYTES = 64 << 20;
  private static final int PATIENCE_SECONDS = 300;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init")
  GeoCommand() {}

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say what to do: fetch");
  }

  /** Brings the database to a folder of facts. */
  @Command(
      name = "fetch",
      description = {
        "Bring a database of countries (" + PACKAGE + ", CC0) into a folder of facts, as",
        "DIR/geo/country.mmdb, with the npm of this machine. Nothing else ever fetches anything."
      },
      mixinStandardHelpOptions = true)
  int fetch(
      @Option(
              names = "--facts",
              required = true,
              paramLabel = "DIR",
              description = "The folder of facts.")
          Path facts)
      throws IOException, InterruptedException {
    Path geo = Files.createDirectories(facts.resolve("geo"));
    Path work = Files.createTempDirectory(geo, ".fetch");
    try {
      pack(work);
      Path database = unpack(work);
      Path target = geo.resolve("country.mmdb");
      Files.move(database, target, StandardCopyOption.REPLACE_EXISTING);
      spec.commandLine()
          .getOut()
          .printf("%s: %,d bytes of %s%n", target, Files.size(target), PACKAGE);
      return 0;
    } finally {
      empty(work);
    }
  }

  private static void pack(Path work) throws IOException, InterruptedException {
    Path said = work.resolve("npm.log");
    Process npm;
    try {
      npm =
          new ProcessBuilder("npm", "pack", PACKAGE, "--silent", "--ignore-scripts")
              .directory(work.toFile())
              .redirectErrorStream(true)
              .redirectOutput(said.toFile())
              .start();
    } catch (IOException e) {
      throw new IOException("npm is needed to fetch " + PACKAGE + ", and did not start", e);
    }
    if (!npm.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      npm.destroy();
      throw new IOException("npm did not end within %d s".formatted(PATIENCE_SECONDS));
    }
    if (npm.exitValue() != 0) {
      throw new IOException(
          "npm could not fetch %s: %s"
              .formatted(PACKAGE, Files.readString(said, StandardCharsets.UTF_8).strip()));
    }
  }

  private static Path unpack(Path work) throws IOException {
    Path packed;
    try (Stream<Path> files = Files.list(work)) {
      packed =
          files
              .filter(file -> file.toString().endsWith(".tgz"))
              .findFirst()
              .orElseThrow(() -> new IOException("npm brought no package"));
    }
    Path database = work.resolve("country.mmdb");
    try (InputStream tar =
        new GZIPInputStream(new BufferedInputStream(Files.newInputStream(packed)))) {
      Files.write(database, member(tar, DATABASE));
    }
    return database;
  }

  /** The bytes of one file of a tar archive (POSIX ustar: headers and contents in 512s). */
  private static byte[] member(InputStream tar, String wanted) throws IOException {
    while (true) {
      byte[] header = tar.readNBytes(512);
      String name = text(header, 0, 100);
      if (header.length < 512 || name.isEmpty()) {
        throw new IOException("the package does not hold " + wanted);
      }
      long size;
      try {
        size = Long.parseLong(text(header, 124, 12).strip(), 8);
      } catch (NumberFormatException e) {
        throw new IOException("the package is not a tar archive", e);
      }
      if (name.equals(wanted) && size <= MAX_BYTES) {
        byte[] bytes = tar.readNBytes((int) size);
        if (bytes.length < size) {
          throw new IOException("the package ends within " + wanted);
        }
        return bytes;
      }
      tar.skipNBytes((size + 511) / 512 * 512);
    }
  }

  private static String text(byte[] header, int from, int length) {
    int end = from;
    while (end < from + length && end < header.length && header[end] != 0) {
      end++;
    }
    return new String(header, from, Math.max(0, end - from), StandardCharsets.US_ASCII);
  }

  private static void empty(Path work) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(work)) {
      files = all.toList();
    }
    for (Path file : files) {
      Files.delete(file);
    }
    Files.delete(work);
  }
}
