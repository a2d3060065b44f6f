package dev.vedette.app;

import dev.vedette.policy.PolicyFile;
import dev.vedette.risk.Policy;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which policy turns evidence into risk. */
final class PolicyOption {
  @Option(
      names = "--policy",
      paramLabel = "FILE",
      description =
          "The policy that turns evidence into risk (docs/policy.md); without it the packaged one,"
              + " which policy show prints.")
  private @Nullable Path file;

  @SuppressWarnings("NullAway.Init")
  PolicyOption() {}

  /** The policy of the file, or the packaged one. */
  Policy read() throws IOException {
    return file == null ? Policy.DEFAULT : read(file);
  }

  /** Whether a file was given. */
  boolean given() {
    return file != null;
  }

  /** The policy of a file. */
  static Policy read(Path file) throws IOException {
    return PolicyFile.read(file.toString(), bytes(file));
  }

  /** The bytes of a file, one more than a policy may have if it has more. */
  static byte[] bytes(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(PolicyFile.MAX_BYTES + 1);
    }
  }
}
