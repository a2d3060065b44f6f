package dev.vedette.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.rest.OidcSettings;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class AccessOptionsTest {
  private static final String PROVIDER = "--oidc-issuer https://id.example.com --oidc-audience v";

  private static OidcSettings read(String arguments) {
    var options = new AccessOptions();
    var _ = new CommandLine(options).parseArgs(arguments.split(" ", -1));
    return Objects.requireNonNull(options.settings().oidc());
  }

  @Test
  void shouldLetPeopleSignInAsAClientOnly() {
    assertNull(read(PROVIDER).client());
    assertEquals(
        new OidcSettings.Client("console", "openid"),
        read(PROVIDER + " --oidc-client console").client());
    assertEquals(
        new OidcSettings.Client("console", "email"),
        read(PROVIDER + " --oidc-client console --oidc-scope email").client());
  }

  @ParameterizedTest
  @CsvSource({
    "--oidc-client c, --oidc-issuer=URL",
    "--oidc-client c --oidc-issuer https://id.example.com, --oidc-audience=NAME",
    PROVIDER + " --oidc-scope s, --oidc-client",
    PROVIDER + " --oidc-client ä, the client's id",
    "--oidc-issuer http://id.example.com --oidc-audience v --oidc-client c, by https"
  })
  void shouldSayWhatIsWrongBeforeAnythingStarts(
      String arguments, String told, @TempDir Path directory) {
    Path out = directory.resolve("out");
    var said = new StringWriter();
    int exit =
        Vedette.commandLine()
            .setErr(new PrintWriter(said))
            .execute(("run --data-dir " + out + " " + arguments).split(" ", -1));
    assertNotEquals(0, exit);
    assertTrue(said.toString().contains(told), said::toString);
    assertFalse(Files.exists(out), "nothing was begun");
  }
}
