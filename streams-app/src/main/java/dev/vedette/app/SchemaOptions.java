package dev.vedette.app;

import dev.vedette.schemas.PackagedSchemas;
import dev.vedette.schemas.RegistryClient;
import dev.vedette.schemas.RegistryException;
import dev.vedette.schemas.RegistrySettings;
import dev.vedette.schemas.SchemaResolver;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whose schema ids the records of a command's topics carry. */
final class SchemaOptions {
  private static final String PACKAGED = "packaged";

  @Option(
      names = "--schema-registry",
      paramLabel = "URL",
      description =
          "A registry that speaks Confluent's protocol: records carry its schema ids (default: the"
              + " packaged ids, and no registry). A topic never holds both.")
  private @Nullable URI registry;

  @Option(
      names = "--registry-properties",
      paramLabel = "FILE",
      description =
          "Settings for the registry: basic.auth.user.info, auto.register.schemas,"
              + " request.timeout.ms.")
  private @Nullable Path properties;

  SchemaOptions() {}

  /** To read with: a registry is asked when the first record of an id comes. */
  SchemaResolver reading() {
    RegistryClient client = client();
    return client == null ? PackagedSchemas.load() : client;
  }

  /**
   * To read and write with. A registry must know every schema of this release now, or take it, so
   * that one that is away or refuses ends the start and not the first record.
   *
   * @throws IllegalArgumentException saying what the registry said
   */
  SchemaResolver writing() {
    RegistryClient client = client();
    if (client == null) {
      return PackagedSchemas.load();
    }
    try {
      client.prepare();
    } catch (RegistryException e) {
      throw new IllegalArgumentException(
          "the schema registry cannot be used: " + e.getMessage(), e);
    }
    return client;
  }

  /** Whose ids they are, in a word. */
  String origin() {
    return registry == null ? PACKAGED : registry.toString();
  }

  private @Nullable RegistryClient client() {
    if (registry == null) {
      if (properties != null) {
        throw new IllegalArgumentException(
            "--registry-properties without --schema-registry: say which registry");
      }
      return null;
    }
    return new RegistryClient(
        properties == null
            ? RegistrySettings.of(registry)
            : RegistrySettings.read(registry, properties));
  }

  /**
   * Notes in a pipeline's directory whose ids its topics carry, or checks that they still do.
   *
   * @throws IllegalArgumentException if they were another's before
   */
  void keepTo(Path data) throws IOException {
    Path note = Files.createDirectories(data).resolve("schema-ids");
    String now = registry == null ? PACKAGED : "registry";
    if (!Files.exists(note)) {
      Files.writeString(note, now);
      return;
    }
    String before = Files.readString(note);
    if (!before.equals(now)) {
      throw new IllegalArgumentException(
          "the topics of %s carry schema ids of another origin (%s, not %s): begin anew, with"
                  .formatted(data, before, now)
              + " topics of their own");
    }
  }
}
