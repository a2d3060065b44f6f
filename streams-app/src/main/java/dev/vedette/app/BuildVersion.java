package dev.vedette.app;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version that the build has written beside this class. */
final class BuildVersion implements IVersionProvider {
  @Override
  public String[] getVersion() throws IOException {
    return new String[] {
      "vedette " + read() + " (Java " + Runtime.version() + ")",
    };
  }

  private static String read() throws IOException {
    try (InputStream in = BuildVersion.class.getResourceAsStream("build.properties")) {
      if (in == null) {
        throw new IOException("build.properties is not on the class path");
      }
      var build = new Properties();
      build.load(in);
      return build.getProperty("version");
    }
  }
}
